import { byCode } from '../../settings/writer.ts';
import { defineSequence } from '../define.ts';
import { burst, type Difference, daily, iamUser, record, restApi, role } from '../example.ts';

const READS = [
  'GetRestApis',
  'GetResources',
  'GetStages',
  'GetDeployments',
  'GetAuthorizers',
  'GetModels',
  'GetDomainNames',
  'GetUsagePlans',
  'GetApiKeys',
  'GetVpcLinks',
  'GetAccount',
  'GetClientCertificates',
];
const byUser = { by: iamUser() };
const recon = (difference: Difference = {}) =>
  burst(
    READS.length,
    (index, minute) =>
      record('apigateway', READS[index] ?? 'GetRestApis', {
        params: { template: false },
        ...byUser,
        ...difference,
        minute: (difference.minute ?? 0) + minute,
      }),
    0.1,
  );
/** What makes the log of the account old enough for somebody to be new in it. */
const history = daily(4, (minute) =>
  record('apigateway', 'GetRestApis', { minute, by: role('dashboard'), params: { template: false } }),
);
const change = (minute: number, difference: Difference = {}) =>
  restApi(
    'PutMethod',
    { restApiId: 'a1b2c3d4e5', resourceId: 'r', httpMethod: 'GET' },
    { authorizationType: 'AWS_IAM' },
    { minute, ...byUser, ...difference },
  );

export default defineSequence({
  id: 'seq-api-recon-to-change',
  topic: 'C',
  title: 'APIs looked through, then changed',
  severity: 'medium',
  attack: ['T1526', 'T1059.009'],
  why: 'Whoever owns an API knows where to change it. Looking through all of them first is how a stranger finds the one worth changing.',
  benign: ['Somebody new to the account', 'A script that first lists what it then changes'],
  runbook: [
    'Ask {principal} what they were looking for at {time-1h}, and why they changed {resource}.',
    'Read the change: it is the last event named here; compare with the template.',
    'Look at what else {principal} (key {key}, from {ip}) did from {time-6h} to {time+1h}.',
  ],
  key: 'principal',
  withinHours: 6,
  ordered: true,
  steps: [
    { title: 'APIs looked through', detections: ['apigw-exported', 'apigw-recon-burst'], minSeverity: 'medium' },
    {
      title: 'an API changed',
      on: { source: 'apigateway', writes: true },
      match: (event) => !byCode(event) && event.invokedBy === undefined && { what: `called apigateway:${event.name}` },
    },
  ],
  examples: () => ({
    fires: [
      { title: 'a key that never did either', severity: 'medium', records: [...history, ...recon(), change(60)] },
    ],
    quiet: [
      { title: 'only looked', records: [...history, ...recon()] },
      { title: 'only changed', records: [change(0)] },
      { title: 'changed first', records: [...history, change(-30), ...recon()] },
      { title: 'somebody else changed', records: [...history, ...recon(), change(60, { by: role('deploy') })] },
      { title: 'a template', records: [...history, ...recon(), change(60, { agent: 'HashiCorp Terraform/1.13' })] },
      { title: 'refused', records: [...history, ...recon(), change(60, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
