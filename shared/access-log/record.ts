import { isAccountId, parseArn } from '../cloudtrail/arn.ts';
import type { RawRecord } from '../cloudtrail/reading.ts';
import { isoTime } from '../cloudtrail/time.ts';
import { identityOf } from './caller.ts';
import { parseLogTime } from './clf-time.ts';
import { defaultEndpoint } from './domain.ts';
import { type Entry, entryOf, type Printed, said } from './entry.ts';
import { kindOf, numberIn, requestOf, withoutTokens } from './request.ts';
import { isWafLog, recordOfWafLog } from './waf.ts';

/**
 * What an object that CloudTrail didn't write means, in CloudTrail's terms, so that it goes the one way all events go: a line of
 * an API Gateway access log (source `execute-api`) or of a WAF log (`aws-waf-logs`). A text names what is understood and passed
 * over; undefined: neither log. API key values, query strings and other secrets don't get through.
 */
export function translate(value: RawRecord): RawRecord | string | undefined {
  // Records of CloudTrail come here too, and what they are wrapped in.
  if (value.eventSource !== undefined || value.Records !== undefined) return undefined;
  if (isWafLog(value)) return recordOfWafLog(value);
  const entry = entryOf(value);
  return entry === undefined ? undefined : recordOf(entry);
}

const RESPONSE_TYPE = /^[A-Z][A-Z0-9_]{2,63}$/;

/**
 * The event's name is what the gateway answered in place of the backend (`THROTTLED`, `UNAUTHORIZED`…), else `Request`: the
 * catalogue finds by name who wants to see it.
 */
function recordOf({ printed, layout }: Entry): RawRecord {
  const domainName = said(printed.domainName);
  const endpoint = domainName === undefined ? undefined : defaultEndpoint(domainName);
  const apiId = said(printed.apiId) ?? endpoint?.apiId;
  const account = accountIn(printed);
  const status = numberIn(said(printed.status));
  const type = said(printed.responseType);
  const error = type ?? (status === undefined || status < 400 ? undefined : `HTTP ${status}`);
  const { kind, identity } = callerIn(printed, account, error === undefined);
  const time = parseLogTime(said(printed.requestTimeEpoch) ?? said(printed.requestTime) ?? '');
  const request = requestOf(printed, layout, apiId, status, kind);
  return {
    eventTime: time === undefined ? undefined : isoTime(time),
    eventSource: 'execute-api.amazonaws.com',
    eventName: type !== undefined && RESPONSE_TYPE.test(type) ? type : 'Request',
    eventID: idOf(printed, apiId, time),
    userIdentity: identity,
    awsRegion: said(printed.region) ?? endpoint?.region ?? parseArn(said(printed.webaclArn) ?? '')?.region ?? 'unknown',
    sourceIPAddress: said(printed.sourceIp),
    userAgent: said(printed.userAgent),
    errorCode: error,
    errorMessage: error === undefined ? undefined : said(printed.errorMessage),
    recipientAccountId: account,
    requestParameters: request,
    requestKind: kindOf(request, layout, account),
  };
}

/** Who is foreign depends on it: what is no account id is no account. */
function accountIn({ accountId }: Printed): string | undefined {
  const account = said(accountId);
  return account !== undefined && isAccountId(account) ? account : undefined;
}

function callerIn(printed: Printed, account: string | undefined, succeeded: boolean): ReturnType<typeof identityOf> {
  return identityOf({
    cognitoIdentityId: said(printed.cognitoIdentityId),
    userArn: said(printed.userArn),
    caller: said(printed.caller),
    // Where the owner of the API isn't printed, the caller's account must not be taken for it.
    accountId: account === undefined ? undefined : (said(printed.callerAccountId) ?? ''),
    user: withoutTokens(said(printed.principalId) ?? said(printed.sub)),
    // REST APIs print a certificate only where they refused it.
    certificate: succeeded ? (said(printed.certSubject) ?? said(printed.certSerial)) : undefined,
    apiKeyId: said(printed.apiKeyId),
    ip: said(printed.sourceIp),
  });
}

/** A client may choose the request id of a REST API, so that alone must not make its calls pass for one that was told before. */
function idOf(printed: Printed, apiId = '', time = 0): string | undefined {
  const extended = said(printed.extendedRequestId);
  if (extended !== undefined) return `${apiId}/${extended}`;
  const requestId = said(printed.requestId);
  return requestId === undefined ? undefined : `${apiId}/${requestId}/${time}`;
}
