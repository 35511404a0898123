import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag, texts } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, record, role } from '../example.ts';
import { isRefresh, stackOf } from './refresh.ts';

const ENOUGH = 10;
const TERRAFORM = 'APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-aws/6.14.0';
/** AWS's own parameters (`/aws/service/ami-amazon-linux-latest/...`) are public. */
const PUBLIC = /^\/?aws\/|:parameter\/aws\//;

/** The parameters that a call decrypts. A path is read with all that is below it, which the log doesn't say. */
function decrypted(event: TrailEvent): readonly string[] {
  if (flag(event.params, 'withDecryption') !== true) return [];
  const path = filled(event.params, 'path');
  if (path !== undefined) {
    // Reading from the root takes everything; below it, the path of one application is an ordinary start.
    const depth = path.split('/').filter((part) => part !== '').length;
    return depth === 0 ? Array.from({ length: ENOUGH }, (_, index) => `all parameters #${index + 1}`) : [path];
  }
  const names = [...texts(event.params, 'name'), ...texts(event.params, 'names')].filter((name) => !PUBLIC.test(name));
  return isRefresh(event) ? names.map(stackOf) : names;
}

/** Without the number that makes one read of all count as many. */
function whole(name: string): string {
  return name.replace(/ #\d+$/, '');
}

function get(names: readonly string[], difference: Difference = {}, withDecryption: unknown = true) {
  return record('ssm', 'GetParameters', { by: iamUser(), params: { names, withDecryption }, ...difference });
}

function some(count: number, prefix = '/prod/db'): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}/${index}`);
}

export default defineDetection({
  id: 'secret-ssm-decrypt',
  topic: 'C',
  title: 'SecureString parameters read in bulk',
  severity: 'medium',
  attack: ['T1555.006'],
  why: 'Parameter Store holds passwords and keys that often may be read by far more principals than Secrets Manager’s; a dump of it opens databases and partners.',
  benign: ['An application with many parameters starts for the first time', 'A migration copies parameters'],
  runbook: [
    'Ask {principal} what needed these parameters at {time} from {ip}.',
    'List what was read: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}, and look at name and names of GetParameter and GetParameters.',
    'If nobody can explain it, stop the credentials ({key}) and change every password and key among them.',
    'See who else may decrypt them, and narrow it: ssm:GetParameter* on the path and kms:Decrypt on the key.',
  ],
  on: { source: 'ssm', names: ['GetParameter', 'GetParameters', 'GetParametersByPath'] },
  match: (event) => {
    const names = decrypted(event);
    if (event.principal.class === 'service' || names.length === 0) return false;
    return { what: 'read many parameters decrypted', resource: whole(names[0] ?? 'Parameter Store') };
  },
  state: {
    // The parameter that makes the burst is judged: an application that reads the same twenty at every start becomes known.
    firstSeen: {
      subject: (event) => event.principal.key,
      value: (event) => {
        const name = decrypted(event).at(-1);
        return name === undefined ? undefined : whole(name);
      },
      noun: 'parameter',
      learnDays: 3,
      known: 'low',
      learning: 'medium',
    },
    count: {
      subject: (event) => `${event.principal.key}${isRefresh(event) ? ' refresh' : ''}`,
      distinct: decrypted,
      atLeast: ENOUGH,
      withinMinutes: 10,
      noun: 'different parameters (a read of all counts as ten)',
    },
  },
  examples: () => ({
    fires: [
      { title: 'ten in one call', severity: 'medium', records: [get(some(10))] },
      {
        title: 'one by one',
        severity: 'medium',
        records: burst(10, (index, minute) =>
          record('ssm', 'GetParameter', { minute, params: { name: `/shop/prod/${index}`, withDecryption: 'true' } }),
        ),
      },
      {
        title: 'everything below the root',
        severity: 'medium',
        records: [
          record('ssm', 'GetParametersByPath', { params: { path: '/', recursive: true, withDecryption: true } }),
        ],
      },
      {
        title: 'an application that reads them every day',
        severity: 'low',
        records: [-1440, 0].map((minute) => get(some(12), { minute, by: role('checkout-task') })),
      },
      {
        title: 'an account’s parameters under Terraform’s name',
        severity: 'medium',
        records: burst(10, (index, minute) =>
          record('ssm', 'GetParameter', {
            minute,
            agent: TERRAFORM,
            params: { name: `/team${index}/prod/db`, withDecryption: true },
          }),
        ),
      },
    ],
    quiet: [
      { title: 'not decrypted', records: [get(some(12), {}, false)] },
      { title: 'nine', records: [get(some(9))] },
      {
        title: 'ten over more than ten minutes',
        records: burst(10, (index, minute) => get([`/prod/${index}`], { minute }), 1.12),
      },
      {
        title: 'those of one application',
        records: [record('ssm', 'GetParametersByPath', { params: { path: '/shop/prod', withDecryption: true } })],
      },
      {
        title: 'a service for itself',
        records: [get(some(12), { by: { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' } })],
      },
      { title: 'the same nine again', records: [get(some(9)), get(some(9), { minute: 1 })] },
      { title: 'AWS’s public parameters', records: [get(some(12, '/aws/service/ami-amazon-linux-latest'))] },
      {
        title: 'Terraform refreshes a stack',
        records: burst(30, (index, minute) =>
          record('ssm', 'GetParameter', {
            minute,
            agent: TERRAFORM,
            params: { name: `/shop/prod/${index}`, withDecryption: true },
          }),
        ),
      },
    ],
  }),
});
