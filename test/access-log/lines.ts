import { type ApiKind, accessLogFormat } from '../../shared/access-log/format.ts';
import { translate } from '../../shared/access-log/record.ts';
import { fields } from '../../shared/cloudtrail/field.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';

/** What API Gateway puts for each variable; everything else prints `-`. */
export type Context = Readonly<Record<string, string>>;

/** A call of `GET /orders/17` that succeeded. */
export const CALL: Context = {
  accountId: '111111111111',
  apiId: 'a1b2c3d4e5',
  stage: 'prod',
  domainName: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
  httpMethod: 'GET',
  resourcePath: '/orders/{id}',
  routeKey: 'GET /orders/{id}',
  path: '/prod/orders/17',
  protocol: 'HTTP/1.1',
  status: '200',
  responseLength: '512',
  requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  extendedRequestId: 'JKJaXmPLvHcESHA=',
  requestTime: '09/Apr/2026:12:34:56 +0000',
  requestTimeEpoch: '1775738096789',
  'identity.sourceIp': '203.0.113.7',
  'identity.userAgent': 'example-app/1.0',
};

/** The line that API Gateway would write for a format: each `$context.…` replaced by its value. */
export function lineOf(format: string, context: Context): string {
  return format.replace(/\$context\.([A-Za-z.]+)/g, (_, name: string) => context[name] ?? '-');
}

/** A line of the recommended format. */
export function recommended(context: Context = {}, kind: ApiKind = 'REST'): string {
  return lineOf(accessLogFormat(kind, 'eu-central-1', '111111111111'), { ...CALL, ...context });
}

/** A line as a record; fails when it is none. */
export function recordOf(line: string | RawRecord): RawRecord {
  const found = translate(typeof line === 'string' ? (JSON.parse(line) as RawRecord) : line);
  if (found === undefined || typeof found === 'string') throw new Error(`no record: ${found}`);
  return found;
}

/** Its request, without what is unset. */
export function requestOf(line: string | RawRecord): Record<string, unknown> {
  const all = Object.entries(fields(recordOf(line).requestParameters));
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}
