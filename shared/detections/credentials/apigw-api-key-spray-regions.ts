import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, iamUser, record, restApi, role } from '../example.ts';

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1'];

function inRegions(number: number, difference: Difference = {}, everyMinutes = 1) {
  return REGIONS.slice(0, number).map((region, index) =>
    restApi(
      'CreateApiKey',
      {},
      { name: 'internal', enabled: false },
      {
        by: iamUser(),
        region,
        minute: index * everyMinutes,
        ...difference,
      },
    ),
  );
}

export default defineDetection({
  id: 'apigw-api-key-spray-regions',
  topic: 'C',
  title: 'API keys made in many regions',
  severity: 'high',
  attack: ['T1098.001'],
  why: 'Somebody who does not know where your APIs are makes keys everywhere, to have one that stays when their own access is gone.',
  benign: ['A product that goes live in several regions'],
  runbook: [
    'Ask {principal} which product needs keys in all these regions. If nobody knows, stop the credentials {key}.',
    'List the keys of each region the events name, without their values: aws apigateway get-api-keys --region REGION --query "items[].[id,name,enabled,createdDate]"',
    'Delete those made since {time-1h}: aws apigateway delete-api-key --api-key ID --region REGION',
    'See what else the credentials did: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}, in every region you use.',
  ],
  on: { source: 'apigateway', names: ['CreateApiKey', 'ImportApiKeys'] },
  match: (event) => ({
    ...shipped(event),
    what: 'made API keys in many regions',
    resource: `API keys of account ${event.account}`,
  }),
  state: {
    count: {
      subject: (event) => event.principal.key,
      distinct: (event) => event.region,
      atLeast: 3,
      withinMinutes: 10,
      noun: 'regions with a new API key',
    },
  },
  examples: () => ({
    fires: [
      { title: 'three regions in three minutes', severity: 'high', records: inRegions(3) },
      {
        title: 'by CloudFormation',
        severity: 'low',
        records: inRegions(3, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
      },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: inRegions(3, { by: role() }),
      },
    ],
    quiet: [
      { title: 'two regions', records: inRegions(2) },
      { title: 'three keys in one region', records: inRegions(3, { region: 'eu-west-1' }) },
      { title: 'three regions in more than ten minutes', records: inRegions(3, {}, 5.1) },
      { title: 'three that were refused', records: inRegions(3, { error: { code: 'AccessDeniedException' } }) },
      {
        title: 'of AppSync',
        records: REGIONS.map((region) => record('appsync', 'CreateApiKey', { region, params: { apiId: 'x' } })),
      },
    ],
  }),
});
