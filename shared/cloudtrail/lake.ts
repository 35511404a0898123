import type { RawRecord } from './reading.ts';
import { isObject } from './shapes.ts';
import { parseStruct } from './struct.ts';

/**
 * Rows of CloudTrail Lake and of Athena's CloudTrail table: columns (and the fields of structs) in lower case, structs
 * as text (`{type=IAMUser, principalid=..., sessioncontext={...}}`), SQL NULL as `null`.
 */
const SPELLING: ReadonlyMap<string, string> = new Map(
  `eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage
  requestParameters responseElements additionalEventData requestID eventID readOnly resources eventType apiVersion
  managementEvent recipientAccountId sharedEventID vpcEndpointId vpcEndpointAccountId serviceEventDetails addendum
  edgeDeviceDetails insightDetails eventCategory tlsDetails sessionCredentialFromConsole eventContext
  type principalId arn accountId accessKeyId userName invokedBy sessionContext sessionIssuer attributes creationDate
  mfaAuthenticated webIdFederationData federatedProvider sourceIdentity ec2RoleDelivery ec2IssuedInVpc identityProvider
  onBehalfOf userId identityStoreArn credentialId inScopeOf issuerType credentialsIssuedTo
  tlsVersion cipherSuite clientProvidedHostHeader reason updatedFields originalRequestID originalEventID`
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), name]),
);
/** Columns whose fields are CloudTrail's. Those of requestParameters are the API's and keep their spelling. */
const STRUCTS = new Set(['userIdentity', 'tlsDetails', 'resources', 'addendum']);
const MAPS = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'insightDetails',
  'edgeDeviceDetails',
]);
const MAX_DEPTH = 16;

/** Whether it is a row rather than a record: lower-case columns, or a struct written as text. */
export function isLakeRow(value: RawRecord): boolean {
  if (Object.hasOwn(value, 'eventname') || Object.hasOwn(value, 'eventsource')) return true;
  return typeof value.userIdentity === 'string' && value.userIdentity.startsWith('{');
}

/** The record a row was made from, as far as it can be told; a struct that can't be parsed stays text. */
export function recordOfRow(row: RawRecord): RawRecord {
  return Object.fromEntries(
    Object.entries(row).map(([column, cell]) => {
      const name = SPELLING.get(column.toLowerCase()) ?? column;
      return [name, cellOf(name, cell)];
    }),
  );
}

function cellOf(name: string, cell: unknown): unknown {
  if (cell === 'null') return null;
  const struct = STRUCTS.has(name);
  if (!struct && !MAPS.has(name)) return cell;
  const value = typeof cell === 'string' ? (parseStruct(cell) ?? cell) : cell;
  return struct ? respell(value, MAX_DEPTH) : value;
}

function respell(value: unknown, depth: number): unknown {
  if (depth === 0) return value;
  if (Array.isArray(value)) return value.map((item) => respell(item, depth - 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [SPELLING.get(key) ?? key, respell(inner, depth - 1)]),
  );
}
