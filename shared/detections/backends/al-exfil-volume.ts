import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount } from '../../cloudtrail/field.ts';
import { requestOf, stageKey, stageName } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { burst, daily } from '../example.ts';
import { accessLog } from '../example-access-log.ts';

const ENOUGH = 20;
const LEARN = 3;
/** Answers up to 16 KiB are one class: pages and error texts. Above, each class ends at four times the last. */
const SMALL = 7;
const SIZES = ['16 KiB', '64 KiB', '256 KiB', '1 MiB', '4 MiB', '16 MiB'];
/**
 * Applications, whose habits are steady. End users have none, and a state for each of them would cost more than all else: how
 * much one may get is for the limits of the API.
 */
const APPLICATIONS = ['AssumedRole', 'IAMUser', 'Root', 'FederatedUser', 'IAMCaller', 'ClientCertificate', 'ApiKey'];
const keyId = 'k1e2y3i4d5';
const usual = (minute: number) => accessLog({ keyId, bytes: 900, minute });
const large = (bytes: number, count: number) =>
  burst(count, (_, minute) => accessLog({ keyId, bytes, resource: '/export', minute }), 1);

/** The power of four that a size reaches, at least SMALL's. */
function sizeClass(event: TrailEvent): number {
  const bytes = amount(requestOf(event)['responseLength']) ?? 0;
  return bytes < 4 ** SMALL ? SMALL - 1 : Math.floor(Math.log2(bytes) / 2);
}

function sizes(event: TrailEvent): string {
  const above = sizeClass(event) - SMALL;
  if (above < 0) return `up to ${SIZES[0]}`;
  const [from, to] = [SIZES[above], SIZES[above + 1]];
  return from === undefined || to === undefined ? `over ${SIZES.at(-1)}` : `${from} to ${to}`;
}

function caller(event: TrailEvent): string | undefined {
  const stage = stageKey(event);
  return stage === undefined ? undefined : `${stage}|${event.principal.key}`;
}

export default defineDetection({
  id: 'al-exfil-volume',
  topic: 'B',
  title: 'Answers of a size never sent before',
  severity: 'medium',
  attack: ['T1567'],
  why: 'An application got many answers of a size that it never got on any day before: somebody may be taking out in bulk what it otherwise reads piece by piece.',
  benign: ['A new export or report', 'A batch job that catches up', 'A release that returns more'],
  runbook: [
    'See in the access log of {resource} which paths sent {principal} these answers from {time-1h} to {time+1h}, and how much in all (responseLength).',
    'Ask the owner of {principal} whether an export was started.',
    'If not, stop it: disable the key (aws apigateway update-api-key --api-key {key} --patch-operations op=replace,path=/enabled,value=false --region {region}) or take away the role’s permission to call {api}.',
    'Then find out from the paths what was taken, and put a limit on pages and exports.',
  ],
  on: { source: 'execute-api', names: ['Request'], identity: APPLICATIONS },
  match: (event) => {
    if (sizeClass(event) < SMALL) return { learnOnly: true };
    return { resource: stageName(event), what: `got answers of ${sizes(event)} each from ${stageName(event)}` };
  },
  state: {
    firstSeen: { subject: caller, value: sizes, noun: 'answers of', learnDays: LEARN },
    // Each size is counted for itself, so that what is usual doesn't use up the count.
    count: {
      subject: (event) => {
        const who = caller(event);
        return who === undefined ? undefined : `${who}|${sizes(event)}`;
      },
      atLeast: ENOUGH,
      withinMinutes: 60,
      noun: 'answers of this size',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'just above what pages and error texts have',
        severity: 'medium',
        records: [...daily(LEARN, usual), ...large(4 ** SMALL, ENOUGH)],
      },
      {
        title: 'a key that got small answers on all days',
        severity: 'medium',
        records: [...daily(LEARN, usual), ...large(300_000, ENOUGH)],
      },
      {
        title: 'a role that got larger ones, but not so large',
        severity: 'medium',
        records: [
          ...daily(LEARN, (minute) =>
            accessLog({ userArn: 'arn:aws:iam::111111111111:user/shop', bytes: 40_000, minute }),
          ),
          ...burst(
            ENOUGH,
            (_, minute) => accessLog({ userArn: 'arn:aws:iam::111111111111:user/shop', bytes: 5_000_000, minute }),
            1,
          ),
        ],
      },
    ],
    quiet: [
      {
        title: 'a key that got large answers alone, and now small ones',
        records: [...daily(LEARN, (minute) => accessLog({ keyId, bytes: 280_000, minute })), ...large(900, ENOUGH)],
      },
      {
        title: 'within an hour all but the first',
        records: [
          ...daily(LEARN, usual),
          ...burst(ENOUGH, (_, minute) => accessLog({ keyId, bytes: 300_000, minute }), 60 / (ENOUGH - 1)),
        ],
      },
      { title: 'one fewer', records: [...daily(LEARN, usual), ...large(300_000, ENOUGH - 1)] },
      {
        title: 'a size that it got before, once a day',
        records: [...daily(LEARN, (minute) => accessLog({ keyId, bytes: 280_000, minute })), ...large(300_000, ENOUGH)],
      },
      { title: 'a key that is new', records: [...daily(LEARN - 1, usual), ...large(300_000, ENOUGH)] },
      { title: 'more small answers than ever', records: [...daily(LEARN, usual), ...large(12_000, ENOUGH * 3)] },
      {
        title: 'a user of the application',
        records: [
          ...daily(LEARN, (minute) => accessLog({ user: 'user-17', minute })),
          ...burst(ENOUGH, (_, minute) => accessLog({ user: 'user-17', bytes: 300_000, minute }), 1),
        ],
      },
    ],
  }),
});
