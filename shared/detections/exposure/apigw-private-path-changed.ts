import { filled, texts } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, httpApi, patch, restApi, role } from '../example.ts';

const labels = { restApiId: 'a1b2c3d4e5' };
const PATH = '/endpointConfiguration/vpcEndpointIds';
const OLD = 'vpce-0a1b2c3d4e5f67890';
const NEW = 'vpce-0f9e8d7c6b5a43210';
const endpoints = (ids: readonly string[]) => ({
  id: 'a1b2c3d4e5',
  endpointConfiguration: { types: ['PRIVATE'], vpcEndpointIds: ids },
});
const added = (difference = {}) =>
  patch('UpdateRestApi', labels, [['add', PATH, NEW]], { response: endpoints([OLD, NEW]), ...difference });
const linked = (difference = {}) =>
  httpApi('CreateVpcLink', { name: 'orders', subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: [] }, difference);
const usual = daily(3, (minute) => linked({ minute, by: role() }));

export default defineDetection({
  id: 'apigw-private-path-changed',
  topic: 'P',
  title: 'Private way to or from an API changed',
  severity: 'medium',
  attack: ['T1133'],
  why: 'A VPC endpoint lets another network resolve and reach a private API; a VPC link lets an API reach into the own network, past its firewalls.',
  benign: ['A new network or account is connected', 'A backend behind a load balancer is put on an API'],
  runbook: [
    'Ask {principal} what {resource} is for.',
    'See who owns each endpoint of {after}: aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ENDPOINT --region {region} (not found: it is in another account).',
    'See what the API’s policy says of it: aws apigateway get-rest-api --rest-api-id {api} --region {region} --query policy',
    'For a VPC link see where it leads: aws apigateway get-vpc-links --region {region}; aws apigatewayv2 get-vpc-links --region {region}',
    'If it was not meant, take it back and look at which integrations use it (connectionId) since {time}.',
  ],
  on: { source: 'apigateway', names: ['UpdateRestApi', 'CreateVpcLink'] },
  match: ({ api, name, params, response, omitted }) => {
    if (api === undefined) return false;
    if (name === 'CreateVpcLink') {
      const link = filled(api.input, 'name') ?? filled(response, 'name') ?? '(unnamed)';
      const to = [...texts(api.input, 'targetArns'), ...texts(params, 'subnetIds')];
      const where = to.length === 0 ? '' : ` to ${to.slice(0, 3).join(', ')}`;
      return { resource: `VPC link ${link}`, what: `made VPC link ${link}${where}` };
    }
    const ids = omitted ? texts(api.state, 'endpointConfiguration', 'vpcEndpointIds') : [];
    if (ids.length > 0) return { what: `set the VPC endpoints of ${api.resource}: ${ids.slice(0, 3).join(', ')}` };
    const changed = api.patched(PATH, `${PATH}/*`).filter(({ op }) => op !== 'test');
    if (changed.length === 0) return false;
    const said = changed.map(({ op, path, value }) => `${op} ${value ?? path.split('/').at(-1)}`);
    return { what: `changed the VPC endpoints of ${api.resource}: ${said.slice(0, 3).join(', ')}` };
  },
  state: {
    changed: { settings: ['apigateway.api.endpointConfiguration.vpcEndpointIds'] },
    // Whoever builds networks does so again and again: it is the first time of somebody that is worth a look.
    firstSeen: {
      subject: ({ account }) => account,
      value: ({ principal }) => principal.key,
      noun: 'principal that changes private ways to APIs',
      learnDays: 3,
      learnFrom: 'account',
      known: 'low',
      learning: 'low',
    },
  },
  examples: () => ({
    fires: [
      { title: 'an endpoint added by somebody who never did', severity: 'medium', records: [...usual, added()] },
      {
        title: 'an endpoint replaced, known from before',
        severity: 'medium',
        records: [...usual, added({ minute: -60, response: endpoints([OLD]) }), added()],
      },
      { title: 'a VPC link of an HTTP API', severity: 'medium', records: [...usual, linked()] },
      {
        title: 'a VPC link of REST APIs',
        severity: 'medium',
        records: [
          ...usual,
          restApi(
            'CreateVpcLink',
            {},
            {
              name: 'orders',
              targetArns: [
                'arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/net/orders/0a1b2c3d4e5f6789',
              ],
            },
          ),
        ],
      },
      { title: 'by a role that does so every day', severity: 'low', records: [...usual, added({ by: role() })] },
      { title: 'in the first days of the log', severity: 'low', records: [added()] },
      {
        title: 'in a request too large to be logged',
        severity: 'low',
        records: [
          restApi('UpdateRestApi', {}, undefined, {
            params: { omitted: true, originalSize: 120_000, reason: 'requestParameters too large' },
            response: { ...endpoints([OLD, NEW]), self: { ...labels, template: false } },
          }),
        ],
      },
    ],
    quiet: [
      {
        title: 'another change of a private API',
        records: [patch('UpdateRestApi', labels, [['replace', '/description', 'x']], { response: endpoints([OLD]) })],
      },
      {
        title: 'the endpoints that it had',
        records: [
          restApi('CreateRestApi', {}, { name: 'ledger' }, { minute: -600, response: endpoints([OLD, NEW]) }),
          added(),
        ],
      },
      { title: 'refused', records: [added({ error: { code: 'BadRequestException' } })] },
    ],
  }),
});
