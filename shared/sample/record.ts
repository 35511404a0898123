import { iso, SECOND } from './calendar.ts';
import type { Actor } from './identity.ts';
import type { Fields } from './json.ts';
import { GLOBAL_REGION, HOME_REGION } from './organisation.ts';
import type { Chance } from './seed.ts';

export type { Fields, Json } from './json.ts';

/** One API call as the caller and the service see it; what is left out takes CloudTrail's usual value. */
export interface Call {
  /** First label of the event source: `apigateway` for `apigateway.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
  readonly region?: string;
  readonly readOnly?: boolean;
  readonly request?: Fields | null;
  readonly response?: Fields | null;
  /** Member of the response that holds the time of the call. */
  readonly dated?: string;
  readonly extra?: Fields;
  readonly resources?: readonly Fields[];
  /** Refused for want of permission: CloudTrail then drops the parameters and names them in the message only. */
  readonly denied?: { readonly action: string; readonly resource: string; readonly why?: string };
  /** Failed otherwise. API Gateway v2 may give no message; a failed sign-in gives no code. */
  readonly failed?: { readonly code?: string; readonly message?: string };
  /** API Gateway v2 records no host in tlsDetails. */
  readonly noHost?: boolean;
  readonly sharedEventId?: string;
  /** Account whose log holds the record, if it is not the caller's. */
  readonly recipient?: string;
}

export interface Logged {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly account: string;
  readonly region: string;
  readonly record: Fields;
}

const GLOBAL_SERVICES = new Set(['iam', 'organizations', 'signin', 'account']);
export const VERSIONS: ReadonlyMap<string, string> = new Map([
  ['sts', '1.08'],
  ['signin', '1.08'],
  ['wafv2', '1.09'],
  ['ec2', '1.10'],
]);
const API_VERSIONS: ReadonlyMap<string, string> = new Map([
  ['wafv2', '2019-04-23'],
  ['dynamodb', '2012-08-10'],
]);
const DENIED_AS_EXCEPTION = new Set(['apigateway', 'logs', 'ssm', 'wafv2']);
const READS = /^(Get|List|Describe|Lookup|Search|BatchGet|AssumeRole|Decrypt|Filter|StartQuery$)/;

/** `refusal`: the error code with which the service says that a permission is missing. */
export function failure(actor: Actor, { denied, failed }: Call, refusal: string): Fields {
  if (denied) {
    const { action, resource, why = `because no identity-based policy allows the ${action} action` } = denied;
    const who = `User: ${actor.arn} is not authorized to perform: ${action} on resource: ${resource}`;
    return { errorCode: refusal, errorMessage: `${who} ${why}` };
  }
  if (!failed) return {};
  return {
    ...(failed.code === undefined ? {} : { errorCode: failed.code }),
    ...(failed.message === undefined ? {} : { errorMessage: failed.message }),
  };
}

function tls(actor: Actor, call: Call, region: string): Fields {
  // AWS calling itself shows no TLS at all.
  if (actor.ip.endsWith('.amazonaws.com')) return {};
  const ciphers = { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' };
  if (call.noHost) return { tlsDetails: ciphers };
  const regional = `${call.service}.${region}.amazonaws.com`;
  const global = call.service === 'signin' ? `${region}.signin.aws.amazon.com` : `${call.service}.amazonaws.com`;
  const clientProvidedHostHeader = GLOBAL_SERVICES.has(call.service) ? global : regional;
  return { tlsDetails: { ...ciphers, clientProvidedHostHeader } };
}

/** The CloudTrail record of one call, fields in the order CloudTrail writes them. */
export function logged(chance: Chance, actor: Actor, time: number, call: Call): Logged {
  const region = call.region ?? (GLOBAL_SERVICES.has(call.service) ? GLOBAL_REGION : HOME_REGION);
  const account = call.recipient ?? actor.account;
  const id = chance.uuid();
  const signin = call.service === 'signin';
  const apiVersion = API_VERSIONS.get(call.service);
  const record: Fields = {
    eventVersion: VERSIONS.get(call.service) ?? '1.11',
    userIdentity: actor.identity,
    eventTime: iso(time),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: region,
    sourceIPAddress: actor.ip,
    userAgent: actor.agent,
    ...failure(actor, call, DENIED_AS_EXCEPTION.has(call.service) ? 'AccessDeniedException' : 'AccessDenied'),
    requestParameters: call.denied ? null : (call.request ?? null),
    responseElements:
      call.response && call.dated ? { ...call.response, [call.dated]: iso(time) } : (call.response ?? null),
    ...(call.extra ? { additionalEventData: call.extra } : {}),
    ...(signin ? {} : { requestID: chance.uuid() }),
    eventID: id,
    readOnly: call.readOnly ?? READS.test(call.name),
    ...(call.resources ? { resources: call.resources } : {}),
    eventType: signin ? 'AwsConsoleSignIn' : 'AwsApiCall',
    ...(apiVersion ? { apiVersion } : {}),
    managementEvent: true,
    recipientAccountId: account,
    ...(call.sharedEventId ? { sharedEventID: call.sharedEventId } : {}),
    ...(actor.vpcEndpoint ? { vpcEndpointId: actor.vpcEndpoint } : {}),
    eventCategory: 'Management',
    ...tls(actor, call, region),
    ...(actor.console && !signin ? { sessionCredentialFromConsole: 'true' } : {}),
  };
  return { id, time, account, region, record };
}

/** Calls of one actor, one after the other, `gap` seconds apart at most. */
export function inOrder(chance: Chance, actor: Actor, start: number, calls: readonly Call[], gap = 12): Logged[] {
  let time = start;
  return calls.map((call) => {
    const entry = logged(chance, actor, time, call);
    time += chance.int(1, gap) * SECOND;
    return entry;
  });
}
