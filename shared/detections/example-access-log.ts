import type { RawRecord } from '../cloudtrail/read.ts';
import { MINUTE } from '../cloudtrail/time.ts';
import { stableId } from '../id.ts';
import { ACCOUNT, EXAMPLE_START } from './example.ts';

/** Building blocks for `examples()`: a line of an access log in the recommended format, and what differs. */
export interface AccessDifference {
  /** Minutes after the example's start (2026-11-02T10:00:00Z, a Monday); negative for before. */
  readonly minute?: number;
  readonly status?: number;
  /** `error.responseType`: what the gateway answered in place of the backend. */
  readonly type?: string;
  readonly ip?: string;
  readonly method?: string;
  readonly resource?: string;
  readonly path?: string;
  readonly bytes?: number;
  readonly keyId?: string;
  /** What the authorizer calls the user. */
  readonly user?: string;
  readonly userArn?: string;
  readonly callerAccount?: string;
  readonly domain?: string;
  readonly api?: string;
  readonly stage?: string;
  /** Any other field; undefined takes it away, as in a format that doesn't print it. */
  readonly also?: Record<string, unknown>;
}

const API = 'a1b2c3d4e5';
const UNSET = '-';

/** A call of `GET /orders` of a REST API, without any identity unless the difference has one. */
export function accessLog(difference: AccessDifference = {}): RawRecord {
  const { minute = 0, api = API, stage = 'prod', method = 'GET', resource = '/orders', type = UNSET } = difference;
  const line = {
    userAgent: 'example-app/1.0',
    path: difference.path ?? `/${stage}${resource}`,
    domainName: difference.domain ?? `${api}.execute-api.eu-central-1.amazonaws.com`,
    requestId: stableId('r', JSON.stringify(difference)),
    httpMethod: method,
    principalId: difference.user ?? UNSET,
    sub: UNSET,
    certSerial: UNSET,
    resourcePath: resource,
    status: String(difference.status ?? 200),
    responseLength: String(difference.bytes ?? 512),
    responseType: type,
    apiKeyId: difference.keyId ?? UNSET,
    userArn: difference.userArn ?? UNSET,
    callerAccountId: difference.callerAccount ?? UNSET,
    wafResponseCode: UNSET,
    webaclArn: UNSET,
    sourceIp: difference.ip ?? '198.51.100.10',
    apiId: api,
    stage,
    accountId: ACCOUNT,
    requestTimeEpoch: String(EXAMPLE_START + Math.round(minute * MINUTE)),
    extendedRequestId: stableId('x', JSON.stringify(difference)),
    region: 'eu-central-1',
    ...difference.also,
  };
  return Object.fromEntries(Object.entries(line).filter(([, value]) => value !== undefined));
}

/** What differs in a line of a WAF log. */
export interface WafDifference {
  readonly minute?: number;
  readonly action?: string;
  readonly ip?: string;
  readonly rule?: string;
  readonly uri?: string;
  /** `httpSourceName`: APIGW, ALB, CF… */
  readonly source?: string;
  readonly api?: string;
  readonly also?: Record<string, unknown>;
}

/** A request that WAF let through to an API stage. */
export function wafLog(difference: WafDifference = {}): RawRecord {
  const { minute = 0, action = 'ALLOW', source = 'APIGW', api = API } = difference;
  return {
    timestamp: EXAMPLE_START + Math.round(minute * MINUTE),
    formatVersion: 1,
    webaclId: `arn:aws:wafv2:eu-central-1:${ACCOUNT}:regional/webacl/shop/11111111-2222-3333-4444-555555555555`,
    terminatingRuleId: difference.rule ?? (action === 'ALLOW' ? 'Default_Action' : 'block-scanners'),
    terminatingRuleType: 'REGULAR',
    action,
    httpSourceName: source,
    httpSourceId: `${ACCOUNT}:${api}:prod`,
    ruleGroupList: [],
    httpRequest: {
      clientIp: difference.ip ?? '198.51.100.10',
      country: 'DE',
      headers: [
        { name: 'Host', value: `${api}.execute-api.eu-central-1.amazonaws.com` },
        { name: 'User-Agent', value: 'example-app/1.0' },
      ],
      uri: difference.uri ?? '/prod/orders',
      args: 'token=secret',
      httpVersion: 'HTTP/1.1',
      httpMethod: 'GET',
      requestId: stableId('w', JSON.stringify(difference)),
    },
    ...difference.also,
  };
}
