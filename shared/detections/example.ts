import type { RawRecord } from '../cloudtrail/read.ts';
import { DAY, isoTime, MINUTE } from '../cloudtrail/time.ts';

/** Building blocks for `examples()`: a realistic base record, and what differs. */
export interface Difference {
  /** Minutes after the example's start (2026-11-02T10:00:00Z, a Monday); negative for before. */
  readonly minute?: number;
  readonly params?: unknown;
  readonly response?: unknown;
  /** Denied or failed. */
  readonly error?: { readonly code: string; readonly message?: string };
  readonly by?: Record<string, unknown>;
  readonly ip?: string;
  readonly agent?: string;
  readonly region?: string;
  /** recipientAccountId */
  readonly account?: string;
  /** Any other field of the record. */
  readonly also?: Record<string, unknown>;
}

export const ACCOUNT = '111111111111';
/** An account that is neither ours nor trusted. */
export const FOREIGN = '999999999999';
/** Minute 0 of every example; what comes before is history. */
export const EXAMPLE_START = Date.UTC(2026, 10, 2, 10);

/** A person in an Identity Center session. */
export function person(name = 'alice@example.com', permissionSet = 'PowerUser'): Record<string, unknown> {
  const role = `AWSReservedSSO_${permissionSet}_0123456789abcdef`;
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLEEXAMPLE001:${name}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLEEXAMPLE001',
        arn: `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: '2026-11-02T08:00:00Z', mfaAuthenticated: 'false' },
    },
  };
}

/** An IAM user with a long-term key. */
export function iamUser(name = 'legacy-ci', accessKeyId = 'AKIAIOSFODNN7EXAMPLE'): Record<string, unknown> {
  return {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLEEXAMPLE001',
    arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    accountId: ACCOUNT,
    accessKeyId,
    userName: name,
  };
}

/** A role session that is no person: a service, a pipeline. */
export function role(
  name = 'deploy',
  session = 'run-1',
  accessKeyId = 'ASIAEXAMPLEEXAMPLE02',
): Record<string, unknown> {
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLEEXAMPLE002:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`,
    accountId: ACCOUNT,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLEEXAMPLE002',
        arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
        accountId: ACCOUNT,
        userName: name,
      },
      attributes: { creationDate: '2026-11-02T08:00:00Z', mfaAuthenticated: 'false' },
    },
  };
}

export const ROOT = {
  type: 'Root',
  principalId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  accountId: ACCOUNT,
  accessKeyId: 'ASIAEXAMPLEEXAMPLE03',
} as const;

/** A call of `service:name` by a person, with what differs. The runner of examples gives each record its eventID. */
export function record(service: string, name: string, difference: Difference = {}): RawRecord {
  const {
    minute = 0,
    params = null,
    response = null,
    error,
    by = person(),
    ip = '198.51.100.10',
    agent = 'aws-cli/2.31.0',
    region = 'eu-central-1',
    account = ACCOUNT,
    also = {},
  } = difference;
  return {
    eventVersion: '1.11',
    userIdentity: by,
    eventTime: isoTime(EXAMPLE_START + minute * MINUTE),
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: ip,
    userAgent: agent,
    ...(error === undefined
      ? {}
      : { errorCode: error.code, ...(error.message === undefined ? {} : { errorMessage: error.message }) }),
    requestParameters: error !== undefined && difference.params === undefined ? null : params,
    responseElements: response,
    readOnly: /^(Get|List|Describe|Lookup|Head)/.test(name),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    ...also,
  };
}

/** A REST API (v1) call: `body` goes into `<operation>Input`, as CloudTrail writes it. */
export function restApi(
  name: string,
  labels: Record<string, unknown>,
  body?: Record<string, unknown>,
  difference: Difference = {},
): RawRecord {
  const input = body === undefined ? {} : { [`${name.charAt(0).toLowerCase()}${name.slice(1)}Input`]: body };
  return record('apigateway', name, { params: { ...labels, ...input, template: false }, ...difference });
}

/** A v1 Update call with these patch operations: `['replace', '/authorizationType', 'NONE']`. */
export function patch(
  name: string,
  labels: Record<string, unknown>,
  operations: readonly (readonly [op: string, path: string, value?: string])[],
  difference: Difference = {},
): RawRecord {
  const patchOperations = operations.map(([op, path, value]) =>
    value === undefined ? { op, path } : { op, path, value },
  );
  return restApi(name, labels, { patchOperations }, difference);
}

/** An HTTP or WebSocket API (v2) call: flat. */
export function httpApi(name: string, params: Record<string, unknown>, difference: Difference = {}): RawRecord {
  return record('apigateway', name, { params, ...difference });
}

/** The same record on each of `days` days before the start: something that is normal. */
export function daily(days: number, make: (minute: number) => RawRecord): RawRecord[] {
  return Array.from({ length: days }, (_, index) => make(-((days - index) * DAY) / MINUTE));
}

/** One record a minute, `count` of them. */
export function burst(
  count: number,
  make: (index: number, minute: number) => RawRecord,
  everyMinutes = 0.1,
): RawRecord[] {
  return Array.from({ length: count }, (_, index) => make(index, index * everyMinutes));
}
