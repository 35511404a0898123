import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, record } from '../example.ts';
import { AS_USUAL, newToCaller } from '../first-time.ts';
import { instance, KNOWN_ACCOUNT } from './example-instances.ts';

function hostOf(event: TrailEvent): string | undefined {
  return filled(event.params, 'target');
}

const sessions = (count: number, difference: Difference = {}, everyMinutes = 0.1) =>
  burst(
    count,
    (index, minute) =>
      record('ssm', 'StartSession', {
        by: iamUser(),
        params: { target: instance(index) },
        ...difference,
        minute: (difference.minute ?? 0) + minute,
      }),
    everyMinutes,
  );

export default defineDetection({
  id: 'ssm-session-many-hosts',
  topic: 'X',
  title: 'Sessions opened on several machines',
  severity: 'high',
  attack: ['T1021.008', 'T1651'],
  why: 'Session Manager gives a shell without a network path or a key. Going through several machines within minutes is what a thief does who looks for more.',
  benign: ['An operator looks at one machine after the other during an incident'],
  runbook: [
    'Ask {principal} whether it opened these sessions at {time} from {ip}.',
    'List them, and end those still open: aws ssm describe-sessions --region {region} --state Active --query "Sessions[].[SessionId,Target,Owner,StartDate]" --output table; aws ssm terminate-session --region {region} --session-id ID.',
    'Read what was typed, if session logs are on (aws ssm get-document --region {region} --name SSM-SessionManagerRunShell says where they go).',
    'If nobody can explain it, stop the credentials ({key}), isolate the machines and see what their roles did since {time}.',
  ],
  on: { source: 'ssm', names: ['StartSession'] },
  match: (event) => {
    const host = hostOf(event);
    return (
      host !== undefined && {
        resource: host,
        target: host,
        what: `opened sessions on several machines, at last on ${host}`,
      }
    );
  },
  state: {
    firstSeen: newToCaller('machine', hostOf, AS_USUAL),
    count: {
      subject: (event) => event.principal.key,
      distinct: hostOf,
      atLeast: 3,
      withinMinutes: 15,
      noun: 'machines',
    },
  },
  examples: () => ({
    fires: [
      { title: 'three machines', severity: 'high', records: [...KNOWN_ACCOUNT, ...sessions(3)] },
      { title: 'in an account just met', severity: 'medium', records: sessions(3) },
      {
        title: 'machines it visits every day',
        severity: 'low',
        records: [-4320, -2880, -1440, 0].flatMap((minute) => sessions(3, { minute })),
      },
    ],
    quiet: [
      { title: 'one machine', records: [...KNOWN_ACCOUNT, ...sessions(1)] },
      { title: 'the same machine again and again', records: sessions(9, { params: { target: instance(1) } }) },
      { title: 'three, not within a quarter of an hour', records: [...KNOWN_ACCOUNT, ...sessions(3, {}, 7.75)] },
      { title: 'machines that are not connected', records: sessions(5, { error: { code: 'TargetNotConnected' } }) },
    ],
  }),
});
