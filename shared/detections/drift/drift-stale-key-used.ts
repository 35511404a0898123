import { defineDetection } from '../define.ts';
import { daily, iamUser, person, record } from '../example.ts';

const call = (minute: number, by = iamUser()) => record('s3', 'ListBuckets', { minute, by });
const DAY = 24 * 60;

/** When a key was made is seldom in the log; that it was in use so long ago is, and is what counts. */
export default defineDetection({
  id: 'drift-stale-key-used',
  topic: 'D',
  title: 'Long-term key in use for 90 days',
  severity: 'medium',
  attack: ['T1078.004'],
  why: 'The longer a key lives, the more places it has been copied to. One that is never changed is one that leaks for years.',
  benign: ['An application that can’t assume a role yet'],
  runbook: [
    'Find what uses key {key}: its calls of the last day name user agent and address ({ip}).',
    'Replace it by a role (IAM Roles Anywhere outside AWS), or at least rotate it: aws iam create-access-key --user-name {target}.',
    'When nothing uses the old one any more (aws iam get-access-key-last-used --access-key-id {key}): aws iam update-access-key --user-name {target} --access-key-id {key} --status Inactive.',
  ],
  on: { first: 'caller', outcome: 'any', identity: ['IAMUser', 'Root'] },
  match: ({ accessKeyId, principal }) =>
    accessKeyId?.startsWith('AKIA') === true && {
      what: `used access key ${accessKeyId}`,
      resource: `access key ${accessKeyId} of ${principal.name}`,
      target: principal.name,
    },
  state: {
    aged: {
      subject: ({ accessKeyId, principal }) => `${principal.key} ${accessKeyId}`,
      days: 90,
      noun: 'this key',
    },
  },
  examples: () => ({
    fires: [
      { title: 'after 90 days', severity: 'medium', records: [...daily(90, (minute) => call(minute)), call(0)] },
      { title: 'after half a year of silence', severity: 'medium', records: [call(-180 * DAY), call(0)] },
    ],
    quiet: [
      { title: 'after 89 days', records: [...daily(89, (minute) => call(minute)), call(0)] },
      {
        title: 'a key that was changed in between',
        records: [
          ...daily(60, (minute) => call(minute - 60 * DAY)),
          ...daily(60, (minute) => call(minute, iamUser('legacy-ci', 'AKIAEXAMPLEEXAMPLE77'))),
          call(0, iamUser('legacy-ci', 'AKIAEXAMPLEEXAMPLE77')),
        ],
      },
      {
        title: 'credentials of a session',
        records: [...daily(100, (minute) => call(minute, person())), call(0, person())],
      },
      {
        title: 'a user’s password and session, for long',
        records: [
          ...daily(100, (minute) => call(minute, iamUser('alice', 'ASIAEXAMPLEEXAMPLE55'))),
          call(0, iamUser('alice', 'ASIAEXAMPLEEXAMPLE55')),
        ],
      },
    ],
  }),
});
