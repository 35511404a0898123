import { GLOBAL_REGION } from '../sample/organisation.ts';
import { type Fields, failure, type Call as SampleCall, VERSIONS } from '../sample/record.ts';
import type { Chance } from './chance.ts';
import { iso } from './clock.ts';
import type { Actor } from './identity.ts';

export type { Fields } from '../sample/record.ts';

/** One API call, which a service may make for the caller. */
export interface Call extends SampleCall {
  /** Such as `cloudformation.amazonaws.com`. */
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

export { GLOBAL_REGION } from '../sample/organisation.ts';

/** Services with one endpoint for the world: CloudTrail logs their calls in us-east-1, whoever calls from wherever. */
const GLOBAL = new Set(['iam', 'organizations', 'cloudfront', 'route53', 'budgets', 'ce', 'account', 'support']);
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

function refusal(service: string): string {
  if (service === 'ec2') return 'Client.UnauthorizedOperation';
  return AS_EXCEPTION.test(service) ? 'AccessDeniedException' : 'AccessDenied';
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
  if (call.denied || call.failed) Object.assign(record, failure(actor, call, refusal(service)));
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
