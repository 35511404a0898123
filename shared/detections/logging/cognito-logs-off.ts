import { logDestinations } from '../../settings/cognito-pool.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { aboutPool, POOL } from '../tokens/user-pool.ts';

const log = (name: string, eventSource = 'userAuthEvents') => ({
  logLevel: 'INFO',
  eventSource,
  cloudWatchLogsConfiguration: { logGroupArn: `arn:aws:logs:eu-central-1:111111111111:log-group:${name}` },
});
function set(logConfigurations: readonly unknown[], difference = {}) {
  return record('cognito-idp', 'SetLogDeliveryConfiguration', {
    params: { userPoolId: POOL, logConfigurations },
    ...difference,
  });
}
const on = set([log('auth'), log('mail', 'userNotification')], { minute: -600 });

function judge({ before, now }: Change): Verdict {
  if (before === now) return 'quiet';
  if (before === undefined) return now === '' ? { reason: 'where the logs went is not known' } : 'quiet';
  const gone = before.split(', ').filter((one) => one !== '' && !now.split(', ').includes(one));
  return gone.length === 0 ? 'quiet' : { reason: `no longer: ${gone.join(', ')}` };
}

export default defineDetection({
  id: 'cognito-logs-off',
  topic: 'L',
  title: 'Log export of a user pool switched off',
  severity: 'medium',
  attack: ['T1685.002'],
  why: 'The export is the only place that tells who signed in, from where, and what threat protection thought of it: CloudTrail hides the names.',
  benign: ['The logs move to another place', 'Cost'],
  runbook: [
    'Ask {principal} why {resource} has to do without its logs.',
    'See what is left: aws cognito-idp get-log-delivery-configuration --user-pool-id {target} --region {region}.',
    'If not meant, put it back with aws cognito-idp set-log-delivery-configuration; the last SetLogDeliveryConfiguration for {target} in CloudTrail before {time} holds it ({before}).',
    'For the gap use CloudTrail: InitiateAuth, RespondToAuthChallenge and Login_POST of the pool since {time}, which tell addresses and the user’s sub.',
  ],
  on: { source: 'cognito-idp', names: ['SetLogDeliveryConfiguration'] },
  match: (event) => {
    const pool = aboutPool(event);
    if (pool === undefined || event.omitted) return false;
    const left = logDestinations(event.params).length;
    return {
      ...pool,
      what: left === 0 ? `switched off the log export of ${pool.words}` : `changed the log export of ${pool.words}`,
      severity: 'medium',
      ...shipped(event),
    };
  },
  state: { changed: { settings: ['cognito-idp.pool.logDestinations'], judge } },
  examples: () => ({
    fires: [
      { title: 'all of it', severity: 'medium', records: [on, set([])] },
      { title: 'the sign-ins', severity: 'medium', records: [on, set([log('mail', 'userNotification')])] },
      {
        title: 'sent elsewhere',
        severity: 'medium',
        records: [on, set([log('other'), log('mail', 'userNotification')])],
      },
      { title: 'nothing known of before', severity: 'medium', records: [set([])] },
      {
        title: 'by CloudFormation',
        severity: 'low',
        records: [on, set([], { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
    ],
    quiet: [
      { title: 'switched on', records: [on] },
      {
        title: 'one more',
        records: [set([log('auth')], { minute: -600 }), set([log('auth'), log('mail', 'userNotification')])],
      },
      { title: 'denied', records: [on, set([], { error: { code: 'NotAuthorizedException' } })] },
    ],
  }),
});
