import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, daily, iamUser, record } from '../example.ts';
import { newToCaller } from '../first-time.ts';
import { KNOWN_ACCOUNT } from './example-instances.ts';

/** What the call opens: one machine, or every machine of the region that has the default key. */
function opened(event: TrailEvent): string {
  if (event.name === 'DownloadDefaultKeyPair') return `default key pair of ${event.region}`;
  const name = filled(event.params, 'instanceName') ?? filled(event.params, 'relationalDatabaseName');
  return name ?? 'without a name';
}

const take = (name: string, instanceName: string, difference: Difference = {}) =>
  record('lightsail', name, { params: { instanceName, protocol: 'ssh' }, ...difference });

export default defineDetection({
  id: 'lightsail-access-taken',
  topic: 'X',
  title: 'Way into a Lightsail machine taken',
  severity: 'medium',
  attack: ['T1552.004', 'T1021.008'],
  why: 'The answer holds a private key or a password with which the machine can be entered from anywhere, without AWS.',
  benign: ['Somebody opens the browser terminal for the first time', 'A new developer gets the key'],
  runbook: [
    'Ask {principal} what {resource} was needed for at {time} from {ip}.',
    'See what runs: aws lightsail get-instances --region {region} --query "instances[].[name,publicIpAddress,sshKeyName]" --output table',
    'If nobody can explain it, stop the credentials ({key}), close the ports (aws lightsail put-instance-public-ports), and replace the keys on each machine.',
    'Read the sign-in logs of the machines since {time}.',
  ],
  on: {
    source: 'lightsail',
    names: ['GetInstanceAccessDetails', 'DownloadDefaultKeyPair', 'GetRelationalDatabaseMasterUserPassword'],
  },
  match: (event) => {
    const what = opened(event);
    const took =
      event.name === 'GetRelationalDatabaseMasterUserPassword'
        ? `read the master password of Lightsail database ${what}`
        : event.name === 'DownloadDefaultKeyPair'
          ? `downloaded the ${what}`
          : `fetched the key to enter Lightsail machine ${what}`;
    return { resource: what, target: what, what: took };
  },
  state: {
    firstSeen: newToCaller('machine or key', opened, { learning: 'low' }),
    count: {
      subject: (event) => `${event.principal.key} ${opened(event)}`,
      atLeast: 1,
      withinMinutes: 1440,
      noun: 'times',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'one machine',
        severity: 'medium',
        records: [...KNOWN_ACCOUNT, take('GetInstanceAccessDetails', 'blog')],
      },
      {
        title: 'the key to all',
        severity: 'medium',
        records: [...KNOWN_ACCOUNT, record('lightsail', 'DownloadDefaultKeyPair', { by: iamUser() })],
      },
      {
        title: 'a database',
        severity: 'medium',
        records: [
          ...KNOWN_ACCOUNT,
          take('GetRelationalDatabaseMasterUserPassword', '', { params: { relationalDatabaseName: 'shop' } }),
        ],
      },
      {
        title: 'another machine than usual',
        severity: 'medium',
        records: [
          ...daily(7, (minute) => take('GetInstanceAccessDetails', 'blog', { minute })),
          take('GetInstanceAccessDetails', 'shop'),
        ],
      },
      { title: 'in an account just met', severity: 'low', records: [take('GetInstanceAccessDetails', 'blog')] },
    ],
    quiet: [
      { title: 'looked at', records: [...KNOWN_ACCOUNT, take('GetInstance', 'blog')] },
      {
        title: 'refused',
        records: [
          ...KNOWN_ACCOUNT,
          take('GetInstanceAccessDetails', 'blog', { error: { code: 'AccessDeniedException' } }),
        ],
      },
    ],
  }),
});
