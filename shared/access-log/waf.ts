import { isAccountId, parseArn } from '../cloudtrail/arn.ts';
import { amount, fields, filled, list } from '../cloudtrail/field.ts';
import type { RawRecord } from '../cloudtrail/reading.ts';
import { redact } from '../cloudtrail/redact.ts';
import { isObject } from '../cloudtrail/shapes.ts';
import { isoTime } from '../cloudtrail/time.ts';
import { identityOf } from './caller.ts';
import { said } from './entry.ts';

/** WAF also guards load balancers, CloudFront, AppSync… Their logs are none of an API's. */
const ELSEWHERE = 'WAF log of another resource than an API stage';
const MOST_LABELS = 50;
/** Actions that end a request; the others let it through. */
const ENDS: ReadonlySet<string> = new Set(['BLOCK', 'CAPTCHA', 'CHALLENGE']);

/** Whether it is a line of a WAF log (wafv2; the classic one has the same fields, and an id in place of the ARN). */
export function isWafLog({ webaclId, httpRequest, httpSourceName }: RawRecord): boolean {
  return typeof webaclId === 'string' && typeof httpSourceName === 'string' && isObject(httpRequest);
}

/**
 * A line of a WAF log as a record: the event's name is the action, and of the request everything that may hold a secret (query
 * string, headers but two, matched text) is left out. The text says that it is about no API.
 */
export function recordOfWafLog(log: RawRecord): RawRecord | string {
  if (log.httpSourceName !== 'APIGW') return ELSEWHERE;
  const request = fields(log.httpRequest);
  const [account = '', apiId, ...stage] = (filled(log.httpSourceId) ?? '').split(':');
  const action = filled(log.action) ?? 'UNKNOWN';
  const time = amount(log.timestamp);
  const ip = said(request['clientIp']);
  const requestId = filled(request['requestId']);
  return {
    eventTime: time === undefined || Math.abs(time) > 8.64e15 ? undefined : isoTime(time),
    eventSource: 'aws-waf-logs',
    eventName: action.slice(0, 64),
    eventID: requestId === undefined ? undefined : `waf/${apiId ?? ''}/${requestId}/${time ?? ''}`,
    userIdentity: identityOf({ ip }).identity,
    awsRegion: parseArn(filled(log.webaclId) ?? '')?.region || 'unknown',
    sourceIPAddress: ip,
    userAgent: header(request['headers'], 'user-agent'),
    errorCode: ENDS.has(action) ? action : undefined,
    recipientAccountId: isAccountId(account) ? account : accountOf(filled(log.webaclId)),
    requestParameters: {
      apiId,
      stage: stage.length === 0 ? undefined : stage.join(':'),
      httpMethod: filled(request['httpMethod']),
      path: redact(filled(request['uri'])?.split('?', 1)[0], ''),
      host: header(request['headers'], 'host'),
      action,
      rule: ruleIn(log),
      ruleType: filled(log.terminatingRuleType),
      webaclArn: filled(log.webaclId),
      country: said(request['country']),
      labels: list(log.labels)
        .slice(0, MOST_LABELS)
        .flatMap((label) => filled(label, 'name') ?? []),
    },
  };
}

/** The rule that ended the request; of a rule group, the rule inside. */
function ruleIn(log: RawRecord): string | undefined {
  const named = filled(log.terminatingRuleId);
  const inside = list(log.ruleGroupList)
    .slice(0, MOST_LABELS)
    .map((group) => filled(group, 'terminatingRule', 'ruleId'))
    .find((rule) => rule !== undefined);
  return inside === undefined || named === undefined ? (named ?? inside) : `${named}, ${inside}`;
}

function header(headers: unknown, name: string): string | undefined {
  for (const each of list(headers)) if (filled(each, 'name')?.toLowerCase() === name) return filled(each, 'value');
  return undefined;
}

function accountOf(arn: string | undefined): string | undefined {
  const account = parseArn(arn ?? '')?.account;
  return account !== undefined && isAccountId(account) ? account : undefined;
}
