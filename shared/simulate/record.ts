import type { Chance } from './chance.ts';
import { iso } from './clock.ts';
import type { Actor } from './identity.ts';
import type { Fields } from './json.ts';

export type { Fields } from './json.ts';

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
  /** A service that makes the call for the caller, such as `cloudformation.amazonaws.com`. */
  readonly through?: string;
}

/** A record, and what decides which file it goes to. */
export interface Logged {
  readonly time: number;
  readonly account: string;
  readonly region: string;
  readonly record: Record<string, unknown>;
}

export type Emit = (entry: Logged) => void;

export const GLOBAL_REGION = 'us-east-1';
/** Services with one endpoint for the world: CloudTrail logs their calls in us-east-1, whoever calls from wherever. */
const GLOBAL = new Set(['iam', 'organizations', 'cloudfront', 'route53', 'budgets', 'ce', 'account', 'support']);
const VERSIONS: ReadonlyMap<string, string> = new Map([
  ['sts', '1.08'],
  ['signin', '1.08'],
  ['wafv2', '1.09'],
  ['ec2', '1.10'],
]);
const API_VERSIONS: ReadonlyMap<string, string> = new Map([
  ['wafv2', '2019-04-23'],
  ['dynamodb', '2012-08-10'],
  ['logs', '20140328'],
  ['cloudfront', '2020_05_31'],
]);
/** Services whose refusal is an exception of their own model; EC2 has a code that nobody else has. */
const AS_EXCEPTION =
  /^(apigateway|logs|ssm|wafv2|lambda|dynamodb|kms|secretsmanager|ecs|ecr|glue|athena|states|config|guardduty|securityhub|organizations|sso|ce|events|access-analyzer|cloudtrail|bedrock|backup|codebuild|kinesis|firehose)$/;
/** What CloudTrail calls read-only: more than the verbs say. */
const READS =
  /^(Get|List|Describe|Lookup|Search|BatchGet|AssumeRole|Decrypt|GenerateDataKey|Filter|StartQuery$|BatchCheck|Head|Check|Validate)/;

export const isRead = (name: string): boolean => READS.test(name);

const regionOf = (service: string, home: string): string => (GLOBAL.has(service) ? GLOBAL_REGION : home);

function failure(actor: Actor, { denied, failed, service }: Call): Fields | undefined {
  if (denied) {
    const { action, resource, why = `because no identity-based policy allows the ${action} action` } = denied;
    const errorCode =
      service === 'ec2'
        ? 'Client.UnauthorizedOperation'
        : AS_EXCEPTION.test(service)
          ? 'AccessDeniedException'
          : 'AccessDenied';
    const errorMessage = `User: ${actor.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
    return { errorCode, errorMessage };
  }
  if (!failed) return undefined;
  const { code, message } = failed;
  return {
    ...(code === undefined ? undefined : { errorCode: code }),
    ...(message === undefined ? undefined : { errorMessage: message }),
  };
}

const CIPHERS = { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' };
/** By service and region: records of a host share one object. */
const hosts = new Map<string, Fields>();

function tlsDetails(call: Call, region: string): Fields {
  if (call.noHost) return CIPHERS;
  const { service } = call;
  const host =
    service === 'signin'
      ? `${region}.signin.aws.amazon.com`
      : GLOBAL.has(service)
        ? `${service}.amazonaws.com`
        : `${service}.${region}.amazonaws.com`;
  let details = hosts.get(host);
  if (details === undefined) {
    details = { ...CIPHERS, clientProvidedHostHeader: host };
    hosts.set(host, details);
  }
  return details;
}

/** The CloudTrail record of one call, fields in the order CloudTrail writes them. `home`: region of regional services. */
export function logged(chance: Chance, actor: Actor, time: number, home: string, call: Call): Logged {
  const { service, through } = call;
  const region = call.region ?? regionOf(service, home);
  const account = call.recipient ?? actor.account;
  const signin = service === 'signin';
  const ip = through ?? actor.ip;
  const record: Record<string, unknown> = {
    eventVersion: VERSIONS.get(service) ?? '1.11',
    userIdentity: through === undefined ? actor.identity : { ...actor.identity, invokedBy: through },
    eventTime: iso(time),
    eventSource: `${service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: region,
    sourceIPAddress: ip,
    userAgent: through ?? actor.agent,
  };
  if (call.denied || call.failed) Object.assign(record, failure(actor, call));
  record['requestParameters'] = call.denied ? null : (call.request ?? null);
  const failed = call.denied !== undefined || (call.failed !== undefined && !signin);
  const response = failed ? null : (call.response ?? null);
  record['responseElements'] = response && call.dated ? { ...response, [call.dated]: iso(time) } : response;
  if (call.extra) record['additionalEventData'] = call.extra;
  if (!signin) record['requestID'] = chance.uuid();
  record['eventID'] = chance.uuid();
  record['readOnly'] = call.readOnly ?? isRead(call.name);
  if (call.resources) record['resources'] = call.resources;
  record['eventType'] = signin ? 'AwsConsoleSignIn' : 'AwsApiCall';
  const apiVersion = API_VERSIONS.get(service);
  if (apiVersion !== undefined) record['apiVersion'] = apiVersion;
  record['managementEvent'] = true;
  record['recipientAccountId'] = account;
  if (call.sharedEventId) record['sharedEventID'] = call.sharedEventId;
  if (actor.vpcEndpoint && through === undefined) record['vpcEndpointId'] = actor.vpcEndpoint;
  record['eventCategory'] = 'Management';
  // AWS calling itself shows no TLS at all.
  if (!ip.endsWith('.amazonaws.com')) record['tlsDetails'] = tlsDetails(call, region);
  if (actor.console && !signin) record['sessionCredentialFromConsole'] = 'true';
  return { time, account, region, record };
}
