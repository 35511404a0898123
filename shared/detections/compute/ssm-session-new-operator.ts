import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, daily, iamUser, person, record } from '../example.ts';
import { newToAccount } from '../first-time.ts';
import { instance, KNOWN_ACCOUNT } from './example-instances.ts';

const start = (difference: Difference = {}) =>
  record('ssm', 'StartSession', { params: { target: instance(1) }, ...difference });

export default defineDetection({
  id: 'ssm-session-new-operator',
  topic: 'X',
  title: 'A newcomer opened a session on a machine',
  severity: 'medium',
  attack: ['T1021.008'],
  why: 'A session is a shell on the machine, with the machine’s role. These credentials never opened one before.',
  benign: ['A new operator', 'Somebody who rarely needs a shell'],
  runbook: [
    'Ask {principal} what was done on {resource} at {time} from {ip}.',
    'End it if it is still open: aws ssm describe-sessions --region {region} --state Active --filters key=Target,value={resource}; aws ssm terminate-session --region {region} --session-id ID.',
    'If nobody can explain it, stop the credentials ({key}), and see what the machine’s role did since {time}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time} --end-time {time+6h}.',
  ],
  on: { source: 'ssm', names: ['StartSession'] },
  match: (event) => {
    const host = filled(event.params, 'target') ?? 'a machine';
    return { resource: host, target: host, what: `opened a session on ${host} for the first time` };
  },
  state: {
    firstSeen: newToAccount('user of Session Manager'),
    count: { subject: (event) => event.principal.key, atLeast: 1, withinMinutes: 1440, noun: 'sessions' },
  },
  examples: () => ({
    fires: [
      { title: 'the first', severity: 'medium', records: [...KNOWN_ACCOUNT, start()] },
      {
        title: 'others do so every day',
        severity: 'medium',
        records: [...daily(7, (minute) => start({ minute, by: person('bob@example.com') })), start({ by: iamUser() })],
      },
    ],
    quiet: [
      { title: 'a known operator', records: [...daily(7, (minute) => start({ minute })), start()] },
      { title: 'in an account just met', records: [start()] },
      { title: 'refused', records: [...KNOWN_ACCOUNT, start({ error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
