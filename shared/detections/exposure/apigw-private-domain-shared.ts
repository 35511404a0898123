import { accountOf } from '../../cloudtrail/arn.ts';
import { filled } from '../../cloudtrail/field.ts';
import { foreignPrincipals, parsePolicy, publicStatements } from '../../policy/index.ts';
import { byHand } from '../by-hand.ts';
import { defineDetection, type Match } from '../define.ts';
import { FOREIGN, patch, restApi, role } from '../example.ts';
import { requested } from '../requested.ts';

const domainName = 'ledger.example.com';
const labels = { domainName, domainNameId: 'd1e2f3' };
const policyFor = (Principal: unknown, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...more }],
  });
const written = (policy: string, path = '/policy', difference = {}) =>
  patch('UpdateDomainName', labels, [['replace', path, policy]], difference);
const arn = (account: string) => `arn:aws:apigateway:eu-central-1:${account}:/domainnames/${domainName}+d1e2f3`;
const joined = (account: string, difference = {}) =>
  restApi(
    'CreateDomainNameAccessAssociation',
    {},
    {
      domainNameArn: arn(account),
      accessAssociationSource: 'vpce-0a1b2c3d4e5f67890',
      accessAssociationSourceType: 'VPCE',
    },
    difference,
  );

const another = (policies: object) =>
  patch('UpdateDomainName', labels, [['replace', '/securityPolicy', 'TLS_1_2']], {
    minute: -600,
    response: { domainName, ...policies },
  });

/** Whom a policy of a private domain lets in: `policy` says who may call, `managementPolicy` who may join a network to it. */
function opened(member: string, text: string, resource: string, own: string): Match[] {
  const policy = parsePolicy(text);
  if (policy === undefined) return [];
  const verb = member === 'policy' ? 'call' : 'join their networks to';
  if (publicStatements(policy).length > 0) return [{ what: `let everyone who reaches it ${verb} ${resource}` }];
  const named = foreignPrincipals(policy, (id) => id === own);
  if (named.length === 0) return [];
  const who = [...new Set(named.map(({ principal }) => principal))].sort().slice(0, 3).join(', ');
  const accounts = named.map(({ account }) => account);
  return [{ what: `let ${who} ${verb} ${resource}`, foreign: { accounts, severity: 'medium', required: true } }];
}

export default defineDetection({
  id: 'apigw-private-domain-shared',
  topic: 'P',
  title: 'Private domain opened to more callers',
  severity: 'medium',
  attack: ['T1133'],
  why: 'APIs behind a private domain were written for one network. Whoever may join a VPC endpoint to it, or call past its policy, reaches them from another.',
  benign: ['The domain is shared with another account by AWS RAM', 'A new VPC of one’s own is connected'],
  runbook: [
    'Ask {principal} who has to reach {resource}.',
    'See its policies: aws apigateway get-domain-name --domain-name {target} --domain-name-id ID --region {region} --query "[policy,managementPolicy]" (ID: aws apigateway get-domain-names --region {region} --resource-owner SELF).',
    'See which endpoints are joined to it: aws apigateway get-domain-name-access-associations --region {region} --resource-owner SELF',
    'If it was not meant: put the old policy back, or reject the association: aws apigateway reject-domain-name-access-association --domain-name-access-association-arn ARN --domain-name-arn ARN --region {region}.',
    'Look in the access log of the APIs behind it for callers from another VPC since {time}.',
  ],
  on: { source: 'apigateway', names: ['CreateDomainName', 'UpdateDomainName', 'CreateDomainNameAccessAssociation'] },
  match: (event) => {
    const { api, name } = event;
    if (api === undefined) return false;
    if (name === 'CreateDomainNameAccessAssociation') {
      const domain = filled(api.input, 'domainNameArn') ?? filled(api.state, 'domainNameArn');
      const source = filled(api.input, 'accessAssociationSource') ?? filled(api.state, 'accessAssociationSource');
      const owner = domain === undefined ? undefined : accountOf(domain);
      const whose = owner === undefined || owner === event.account ? '' : `, of account ${owner}`;
      // One's own network joins a domain one owns: work of whoever builds networks. By hand it is worth a look.
      return {
        severity: byHand(event) === undefined ? 'low' : 'medium',
        resource: `domain ${domain ?? '(unknown)'}`,
        what: `joined VPC endpoint ${source ?? '(unknown)'} to private domain ${domain ?? '(unknown)'}${whose}`,
      };
    }
    const resource = `private domain ${api.domainName ?? '(unknown)'}`;
    const about = { resource, ...(api.domainName === undefined ? {} : { target: api.domainName }) };
    return ['policy', 'managementPolicy'].flatMap((member) =>
      opened(member, requested(api, member) ?? '', resource, event.account).map((match) => ({ ...match, ...about })),
    );
  },
  state: {
    changed: {
      settings: ['apigateway.domain.policy', 'apigateway.domain.managementPolicy'],
      judge: ({ before, now }) =>
        before === undefined ? {} : before === now ? 'quiet' : { reason: 'its policy said something else before' },
    },
  },
  examples: () => ({
    fires: [
      { title: 'to everyone', severity: 'medium', records: [written(policyFor('*'))] },
      { title: 'to another account', severity: 'medium', records: [written(policyFor({ AWS: FOREIGN }))] },
      {
        title: 'to whoever joins a network to it',
        severity: 'medium',
        records: [
          written(policyFor({ AWS: FOREIGN }, { Action: 'apigateway:CreateAccessAssociation' }), '/managementPolicy'),
        ],
      },
      {
        title: 'known to be closed before',
        severity: 'medium',
        records: [written(policyFor({ AWS: '111111111111' }), '/policy', { minute: -600 }), written(policyFor('*'))],
      },
      {
        title: 'an endpoint joined by hand',
        severity: 'medium',
        records: [joined('111111111111', { also: { sessionCredentialFromConsole: 'true' } })],
      },
      { title: 'an endpoint joined by a role', severity: 'low', records: [joined(FOREIGN, { by: role() })] },
    ],
    quiet: [
      {
        title: 'to everyone in one VPC endpoint',
        records: [
          written(policyFor('*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f67890' } } })),
        ],
      },
      { title: 'to a trusted account', trusted: [FOREIGN], records: [written(policyFor({ AWS: FOREIGN }))] },
      { title: 'no policy at all', records: [patch('UpdateDomainName', labels, [['remove', '/policy']])] },
      { title: 'to the own account', records: [written(policyFor({ AWS: '111111111111' }))] },
      {
        title: 'the open policy it had',
        records: [another({ policy: policyFor('*') }), written(policyFor('*'))],
      },
      {
        title: 'the networks that could join it before',
        records: [another({ managementPolicy: policyFor('*') }), written(policyFor('*'), '/managementPolicy')],
      },
      {
        title: 'another change of a domain that is open',
        records: [
          patch('UpdateDomainName', labels, [['replace', '/securityPolicy', 'TLS_1_2']], {
            response: { domainName, policy: policyFor('*') },
          }),
        ],
      },
      { title: 'refused', records: [written(policyFor('*'), '/policy', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
