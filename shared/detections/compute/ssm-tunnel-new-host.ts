import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, texts } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, daily, record } from '../example.ts';
import { newToCaller } from '../first-time.ts';
import { instance, KNOWN_ACCOUNT } from './example-instances.ts';
import { documentOf } from './systems-manager.ts';

const REMOTE = 'AWS-StartPortForwardingSessionToRemoteHost';
const DATABASE = 'orders.cluster-example.eu-central-1.rds.amazonaws.com';

/** `host:port` behind the machine; undefined when the session is no tunnel to another host. */
function farEnd(event: TrailEvent): string | undefined {
  if (documentOf(event) !== REMOTE) return undefined;
  const [host] = texts(event.params['parameters'], 'host');
  const [port] = texts(event.params['parameters'], 'portNumber');
  return host === undefined ? 'a host the log does not name' : port === undefined ? host : `${host}:${port}`;
}

const tunnel = (host: string, difference: Difference = {}, documentName = REMOTE) =>
  record('ssm', 'StartSession', {
    params: {
      target: instance(1),
      documentName,
      parameters: { host: [host], portNumber: ['5432'], localPortNumber: ['15432'] },
    },
    ...difference,
  });

export default defineDetection({
  id: 'ssm-tunnel-new-host',
  topic: 'X',
  title: 'Tunnel through a machine to a new host',
  severity: 'medium',
  attack: ['T1572', 'T1021.008'],
  why: 'A tunnel reaches databases and admin pages that no address outside can. The connection looks as if it came from the machine in between.',
  benign: ['A developer connects to another database than usual'],
  runbook: [
    'Ask {principal} what {target} was needed for at {time}.',
    'End it if it is still open: aws ssm describe-sessions --region {region} --state Active --query "Sessions[].[SessionId,Target,Owner,StartDate]" --output table; aws ssm terminate-session --region {region} --session-id ID.',
    'Look in the log of {target} for sign-ins from the machine’s address since {time}, and for large reads.',
    'If nobody can explain it, stop the credentials ({key}) and change the passwords of {target}.',
  ],
  on: { source: 'ssm', names: ['StartSession'] },
  match: (event) => {
    const host = farEnd(event);
    if (host === undefined) return false;
    return {
      resource: host,
      target: host,
      what: `opened a tunnel through ${filled(event.params, 'target') ?? 'a machine'} to ${host}`,
    };
  },
  state: {
    firstSeen: newToCaller('far end of a tunnel', farEnd, { learning: 'low' }),
    count: {
      subject: (event) => `${event.principal.key} ${farEnd(event)}`,
      atLeast: 1,
      withinMinutes: 1440,
      noun: 'tunnels',
    },
  },
  examples: () => ({
    fires: [
      { title: 'the first', severity: 'medium', records: [...KNOWN_ACCOUNT, tunnel(DATABASE)] },
      {
        title: 'another host than usual',
        severity: 'medium',
        records: [...daily(7, (minute) => tunnel('10.0.1.7', { minute })), tunnel(DATABASE)],
      },
      {
        title: 'parameters are hidden',
        severity: 'medium',
        records: [
          ...KNOWN_ACCOUNT,
          tunnel(DATABASE, {
            params: { target: instance(1), documentName: REMOTE, parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
          }),
        ],
      },
      { title: 'in an account just met', severity: 'low', records: [tunnel(DATABASE)] },
    ],
    quiet: [
      {
        title: 'a tunnel to the machine itself',
        records: [...KNOWN_ACCOUNT, tunnel(DATABASE, {}, 'AWS-StartPortForwardingSession')],
      },
      {
        title: 'a shell',
        records: [...KNOWN_ACCOUNT, record('ssm', 'StartSession', { params: { target: instance(1) } })],
      },
      { title: 'refused', records: [...KNOWN_ACCOUNT, tunnel(DATABASE, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
