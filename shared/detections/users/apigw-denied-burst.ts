import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, restApi, role } from '../example.ts';

const TRIED = ['GetRestApis', 'GetApiKeys', 'GetDomainNames', 'GetUsagePlans', 'GetAccount', 'CreateRestApi'];
const sentence = (verb: string) =>
  `User: arn:aws:iam::111111111111:user/legacy-ci is not authorized to perform: apigateway:${verb} on resource: arn:aws:apigateway:eu-central-1::/restapis because no identity-based policy allows the apigateway:${verb} action`;
function refused(names: readonly string[], difference: Difference = {}) {
  return burst(names.length, (index, minute) =>
    restApi(names[index] ?? '', {}, undefined, {
      minute,
      by: iamUser(),
      params: null,
      error: { code: 'AccessDeniedException', message: sentence(names[index]?.startsWith('Get') ? 'GET' : 'POST') },
      ...difference,
    }),
  );
}

export default defineDetection({
  id: 'apigw-denied-burst',
  topic: 'U',
  title: 'Denied look around API Gateway',
  severity: 'medium',
  attack: ['T1580'],
  why: 'Somebody tries out what these credentials can do to your APIs: keys, domains, stages. Whoever runs them knows which rights they have.',
  benign: ['A deployment with a role that lacks rights', 'A person who opens the console'],
  runbook: [
    'Ask the owner of {principal} what ran at {time} from {ip}.',
    'List what was tried and what worked: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}',
    'If nobody knows, deactivate the key: aws iam update-access-key --status Inactive --access-key-id {key} --user-name {principal}; for a role, revoke its sessions.',
    'For a deployment that is wanted, give its role the right that the message names.',
  ],
  // IAM's actions are HTTP verbs here (apigateway:GET), so the operation says more; that the refusal is API Gateway's own is
  // told by the source, also where AWS leaves the message out.
  on: { source: 'apigateway', outcome: 'denied' },
  match: (event) => {
    if (event.principal.class === 'service' || event.principal.key === 'ext/anonymous') return false;
    if (event.invokedBy !== undefined && !event.viaConsole) return false;
    return {
      resource: `API Gateway in account ${event.account}`,
      what: `was refused several operations on APIs, ${event.name} among them`,
      ...(event.viaConsole
        ? { severity: 'low' as const, reasons: ['in the console, whose pages ask for much at once'] }
        : {}),
    };
  },
  state: {
    count: {
      subject: ({ principal }) => principal.key,
      // By name, not by API: a plan that may read none of a hundred APIs is one missing right.
      distinct: ({ name }) => name,
      atLeast: 5,
      withinMinutes: 10,
      noun: 'different operations on APIs denied',
    },
  },
  examples: () => ({
    fires: [
      { title: 'five in a minute', severity: 'medium', records: refused(TRIED.slice(0, 5)) },
      {
        title: 'without a message',
        severity: 'medium',
        records: refused(TRIED, { error: { code: 'AccessDeniedException' } }),
      },
      {
        title: 'in the console',
        severity: 'low',
        records: refused(TRIED, { also: { sessionCredentialFromConsole: 'true' } }),
      },
    ],
    quiet: [
      { title: 'four', records: refused(TRIED.slice(0, 4)) },
      { title: 'one operation on many APIs', records: refused(Array.from({ length: 30 }, () => 'GetResources')) },
      { title: 'they fail for another reason', records: refused(TRIED, { error: { code: 'NotFoundException' } }) },
      {
        title: 'a service with a role of ours',
        records: refused(TRIED, { by: { ...role('inventory'), invokedBy: 'config.amazonaws.com' } }),
      },
      { title: 'a service-linked role', records: refused(TRIED, { by: role('AWSServiceRoleForConfig', 'scan') }) },
      {
        title: 'five in an hour',
        records: refused(TRIED.slice(0, 5)).map((one, index) => ({
          ...one,
          eventTime: `2026-11-02T10:${10 + index * 8}:00Z`,
        })),
      },
    ],
  }),
});
