import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, httpApi, iamUser, restApi, role } from '../example.ts';

const REGIONS = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'eu-west-1', 'eu-central-1'];

function inRegions(number: number, difference: Difference = {}, everyMinutes = 0.5) {
  return REGIONS.slice(0, number).map((region, index) =>
    restApi(
      'CreateRestApi',
      {},
      { name: 'shop' },
      { by: iamUser(), region, minute: index * everyMinutes, ...difference },
    ),
  );
}

/** The third sign of the catalogue's row `apigw-ip-rotation-proxy`, which needs a count of its own and no tool's name. */
export default defineDetection({
  id: 'apigw-apis-many-regions',
  topic: 'C',
  title: 'APIs made in many regions at once',
  severity: 'high',
  attack: ['T1090.002'],
  why: 'Attackers make APIs all over AWS to send password guesses and scraping from ever changing addresses, on your bill and in your name.',
  benign: ['A product goes live in several regions'],
  runbook: [
    'Ask {principal} which product needs APIs in all these regions. If nobody knows, stop the credentials {key}.',
    'See what they are for: aws apigateway get-rest-apis --region REGION, then aws apigateway get-resources --rest-api-id ID --embed methods --region REGION (methodIntegration.uri), for each region the events name; HTTP APIs: aws apigatewayv2 get-apis and get-integrations.',
    'Delete what nobody wants, in every region: aws apigateway delete-rest-api --rest-api-id ID --region REGION',
    'Keep it from happening again: deny regions you don’t use with a service control policy (aws:RequestedRegion).',
  ],
  on: { source: 'apigateway', names: ['CreateRestApi', 'ImportRestApi', 'CreateApi', 'ImportApi'] },
  match: (event) => ({
    ...shipped(event),
    what: 'made APIs in many regions',
    resource: `APIs of account ${event.account}`,
  }),
  state: {
    count: {
      subject: (event) => event.principal.key,
      distinct: (event) => event.region,
      // The row's three regions are what many a product has; the tools begin with nine.
      atLeast: 5,
      withinMinutes: 10,
      noun: 'regions with a new API',
    },
  },
  examples: () => ({
    fires: [
      { title: 'five regions in two minutes', severity: 'high', records: inRegions(5) },
      {
        title: 'of both kinds',
        severity: 'high',
        records: [
          ...inRegions(4),
          httpApi(
            'CreateApi',
            { name: 'shop', protocolType: 'HTTP' },
            { by: iamUser(), region: 'sa-east-1', minute: 3 },
          ),
        ],
      },
      {
        title: 'by CloudFormation',
        severity: 'low',
        records: inRegions(5, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
      },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: inRegions(5, { by: role() }),
      },
    ],
    quiet: [
      { title: 'four regions', records: inRegions(4) },
      { title: 'five APIs in one region', records: inRegions(5, { region: 'eu-west-1' }) },
      { title: 'five regions in more than ten minutes', records: inRegions(5, {}, 2.6) },
      { title: 'five that were refused', records: inRegions(5, { error: { code: 'AccessDeniedException' } }) },
    ],
  }),
});
