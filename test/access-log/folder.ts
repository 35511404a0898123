import { gzipSync } from 'node:zlib';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { burst, daily, patch } from '../../shared/detections/example.ts';
import { accessLog, wafLog } from '../../shared/detections/example-access-log.ts';

const json = JSON.stringify;
const lines = (values: readonly unknown[], between = '\n') => values.map((value) => json(value)).join(between);

/** As a subscription of a log group gives it to Lambda, and to Firehose. */
export function subscription(messages: readonly string[]): string {
  const payload = {
    messageType: 'DATA_MESSAGE',
    owner: '111111111111',
    logGroup: '/aws/apigateway/shop',
    logEvents: messages.map((message, index) => ({ id: `${index}`, timestamp: 1775738096789, message })),
  };
  return json({ awslogs: { data: gzipSync(json(payload)).toString('base64') } });
}

export const CLF =
  '203.0.113.7 - - [09/Apr/2026:12:34:56 +0000] "GET /orders HTTP/1.1" 200 512 c6af9ac6-7b61-11e6-9a41-93e8deadbeef\n';

const opened = patch(
  'UpdateMethod',
  { restApiId: 'a1b2c3d4e5', resourceId: 'x1y2z3', httpMethod: 'GET' },
  [['replace', '/authorizationType', 'NONE']],
  { minute: -30, also: { eventID: '00000000-0000-4000-8000-000000000001' } },
);
const usual = daily(6, (minute) => accessLog({ user: 'user-17', minute }));
const unknown = accessLog({ minute: 1, ip: '203.0.113.7' });
const guesses = burst(
  60,
  (_, minute) => accessLog({ status: 401, type: 'UNAUTHORIZED', ip: '203.0.113.8', minute }),
  0.05,
);
const blocks = burst(60, (_, minute) => wafLog({ action: 'BLOCK', ip: '203.0.113.9', minute }), 0.05);
const elsewhere = burst(5, (_, minute) => wafLog({ source: 'ALB', minute }));
const allowed = burst(7, (_, minute) => wafLog({ minute }));

export interface LogFile {
  readonly key: string;
  readonly content: string | Uint8Array;
  /** What becomes of it and its records. */
  readonly records: Readonly<Partial<Record<'events' | 'duplicates' | 'outOfScope' | 'rejected', number>>>;
  readonly skipped?: string;
}

/** A folder as a bucket for all logs has it: an API is opened, called by strangers, and attacked. */
export const FOLDER: readonly LogFile[] = [
  { key: 'cloudtrail.json.gz', content: gzipSync(json({ Records: [opened] })), records: { events: 1 } },
  { key: 'access/lines.gz', content: gzipSync(lines(usual)), records: { events: usual.length } },
  { key: 'access/joined', content: lines([unknown, ...guesses], ''), records: { events: 1 + guesses.length } },
  { key: 'access/again', content: lines(guesses.slice(0, 4)), records: { duplicates: 4 } },
  { key: 'access/subscription', content: subscription(allowedMessages()), records: { events: 2, rejected: 1 } },
  {
    key: 'access/clf.log',
    content: CLF,
    records: {},
    skipped: 'access log in CLF: only JSON can be read, see docs/access-logs.md',
  },
  {
    key: 'waf/blocked.log.gz',
    content: gzipSync(lines([...elsewhere, ...blocks])),
    records: { events: blocks.length, outOfScope: elsewhere.length },
  },
  {
    key: 'waf/mixed',
    content: lines([...allowed, opened] as RawRecord[]),
    records: { events: allowed.length, duplicates: 1 },
  },
  { key: 'README.md', content: '# Logs\n', records: {}, skipped: 'plain text' },
];

function allowedMessages(): string[] {
  const of = (minute: number) => json(accessLog({ user: 'user-17', minute, resource: '/health' }));
  return [of(2), 'CWL is happy to send anything', of(3)];
}

/** What the folder's tally must be. */
export function expected(kind: 'events' | 'duplicates' | 'outOfScope' | 'rejected'): number {
  return FOLDER.reduce((sum, { records }) => sum + (records[kind] ?? 0), 0);
}
