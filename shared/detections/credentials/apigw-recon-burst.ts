import type { TrailEvent } from '../../cloudtrail/event.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, daily, iamUser, restApi, role } from '../example.ts';
import { isConsolePage } from './recon.ts';

/**
 * Calls that ask for all there is of something. Terraform and CloudFormation read the single things they manage (GetRestApi,
 * GetMethod), as many as there are, so those say nothing.
 */
// biome-ignore format: a word list reads best as a block
const LISTS = [
  'GetApiKeys', 'GetApiMappings', 'GetApis', 'GetAuthorizers', 'GetBasePathMappings', 'GetClientCertificates',
  'GetDeployments', 'GetDomainNameAccessAssociations', 'GetDomainNames', 'GetGatewayResponses', 'GetIntegrations',
  'GetModels', 'GetRequestValidators', 'GetResources', 'GetRestApis', 'GetRoutes', 'GetStages', 'GetUsagePlanKeys',
  'GetUsagePlans', 'GetVpcLinks', 'ListPortalProducts', 'ListPortals', 'ListRoutingRules',
] as const;

const question = (event: TrailEvent) => `${event.name} in ${event.region}`;

function asked(number: number, difference: Difference = {}) {
  return burst(number, (index, minute) =>
    restApi(LISTS[index] ?? '', {}, undefined, {
      by: iamUser(),
      ...difference,
      minute: (difference.minute ?? 0) + minute,
    }),
  );
}
const everywhere = (regions: readonly string[]) =>
  regions.flatMap((region, index) => [
    restApi('GetRestApis', {}, undefined, { by: iamUser(), region, minute: index / 2 }),
    restApi('GetApis', {}, undefined, { by: iamUser(), region, minute: index / 2 }),
  ]);
/** What makes the log of the account old enough. */
const history = daily(4, (minute) => restApi('GetRestApis', {}, undefined, { by: role('dashboard'), minute }));
const refused = { error: { code: 'AccessDeniedException' } };

export default defineDetection({
  id: 'apigw-recon-burst',
  topic: 'C',
  title: 'APIs of the account taken stock of',
  severity: 'medium',
  attack: ['T1526'],
  why: 'Whoever means to open, copy or rob APIs first asks which there are, what guards them and who has keys.',
  benign: ['A posture scanner or inventory that was never seen before', 'Somebody gets to know a new account'],
  runbook: [
    'Ask {principal} what asked these questions at {time} from {ip}.',
    'See everything the credentials did: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}, and the same in every region you use.',
    'Look for what often follows: GetApiKeys with includeValues, GetExport, UpdateMethod, UpdateRestApi by the same caller.',
    'If nobody can explain it, the credentials are stolen: stop {key}.',
    'For a scanner that is wanted, add a suppression for {principal} and this detection.',
  ],
  on: { source: 'apigateway', names: LISTS, outcome: ['success', 'denied'] },
  match: (event) => {
    // A call that an AWS service makes for somebody (Config, CloudFormation, the console itself) is not theirs.
    if (event.invokedBy !== undefined || event.principal.class === 'service' || isConsolePage(event)) return false;
    return {
      what: 'asked for the APIs of the account and what guards them',
      resource: `APIs of account ${event.account}`,
    };
  },
  state: {
    // The question that makes the burst is judged: a scanner that asks it every day becomes known.
    firstSeen: {
      subject: (event) => event.principal.key,
      value: question,
      noun: 'question',
      learnDays: 3,
      // Whoever was never seen is new, not still to be learnt: only a young log knows nobody.
      learnFrom: 'account',
      known: 'low',
      learning: 'low',
    },
    count: {
      subject: (event) => event.principal.key,
      // By region too: eight kinds of things in one region, or all APIs of four regions, are one number.
      distinct: question,
      atLeast: 8,
      withinMinutes: 10,
      noun: 'different questions about APIs',
    },
  },
  examples: () => ({
    fires: [
      { title: 'eight questions in a minute', severity: 'medium', records: [...history, ...asked(8)] },
      { title: 'refused', severity: 'medium', records: [...history, ...asked(8, refused)] },
      {
        title: 'which APIs there are, in four regions',
        severity: 'medium',
        records: [...history, ...everywhere(['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1'])],
      },
      { title: 'in the first days of the log', severity: 'low', records: asked(8) },
      {
        title: 'a scanner that does so every day',
        severity: 'low',
        records: [...history, ...[-2880, -1440, 0].flatMap((minute) => asked(8, { by: role('audit'), minute }))],
      },
      {
        title: 'somebody who asks one thing a day',
        severity: 'medium',
        records: [
          ...daily(5, (minute) => restApi('GetRestApis', {}, undefined, { by: iamUser(), minute })),
          ...asked(8),
        ],
      },
    ],
    quiet: [
      { title: 'seven questions', records: asked(7) },
      {
        title: 'one question often',
        records: burst(30, (_index, minute) => restApi('GetRestApis', {}, undefined, { by: iamUser(), minute })),
      },
      { title: 'two questions in three regions', records: everywhere(['us-east-1', 'us-west-2', 'eu-west-1']) },
      {
        title: 'Terraform reads what it manages',
        records: [
          'RestApi',
          'Resource',
          'Method',
          'Integration',
          'Stage',
          'Deployment',
          'Authorizer',
          'Model',
          'UsagePlan',
        ].map((name) => restApi(`Get${name}`, { restApiId: 'a1b2c3d4e5' }, undefined, { by: role() })),
      },
      { title: 'pages of the console', records: asked(9, { also: { sessionCredentialFromConsole: 'true' } }) },
      {
        title: 'eight questions over more than ten minutes',
        records: LISTS.slice(0, 8).map((name, index) =>
          restApi(name, {}, undefined, { by: iamUser(), minute: index * 1.45 }),
        ),
      },
      { title: 'a service for itself', records: asked(9, { by: role('AWSServiceRoleForConfig') }) },
      {
        title: 'a service asks for somebody',
        records: asked(9, { by: { ...iamUser(), invokedBy: 'config.amazonaws.com' } }),
      },
    ],
  }),
});
