import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DAY, isoTime, MINUTE } from '../../shared/cloudtrail/time.ts';

/**
 * A corpus of CloudTrail-shaped records: field order and sizes as in real logs (about 1.4 KB a record raw), seeded. As there, a
 * role has a session and an address for some time, does a handful of things, and comes back every day.
 */
export interface CorpusShape {
  readonly files: number;
  readonly eventsAFile: number;
  readonly days: number;
  readonly accounts: number;
  /** An account's. */
  readonly roles: number;
}

const START = Date.UTC(2026, 5, 1);

/** [service, operation, read-only, weight]: the mix of an ordinary account; one event in a few hundred interests a detection. */
const OPERATIONS: readonly (readonly [string, string, boolean, number])[] = [
  ['sts', 'AssumeRole', true, 260],
  ['kms', 'Decrypt', true, 180],
  ['s3', 'GetBucketAcl', true, 60],
  ['ec2', 'DescribeInstances', true, 110],
  ['ec2', 'DescribeVolumes', true, 60],
  ['logs', 'CreateLogStream', false, 70],
  ['ssm', 'UpdateInstanceInformation', false, 60],
  ['dynamodb', 'DescribeTable', true, 60],
  ['iam', 'GetRole', true, 30],
  ['iam', 'ListAttachedRolePolicies', true, 20],
  ['secretsmanager', 'GetSecretValue', true, 30],
  ['apigateway', 'GetRestApis', true, 12],
  ['apigateway', 'UpdateStage', false, 4],
  ['apigateway', 'CreateDeployment', false, 3],
  ['lambda', 'UpdateFunctionCode20150331v2', false, 4],
  ['elasticloadbalancing', 'DescribeTargetHealth', true, 30],
  ['iam', 'AttachRolePolicy', false, 1],
  ['signin', 'ConsoleLogin', false, 2],
];
const WHEEL = OPERATIONS.flatMap((operation) => Array.from({ length: operation[3] }, () => operation));

/** Writes the corpus below `folder` in CloudTrail's layout and gives the number of records. */
export function writeCorpus(folder: string, { files, eventsAFile, days, accounts, roles }: CorpusShape): number {
  const random = mulberry32(files * 31 + eventsAFile);
  for (let file = 0; file < files; file += 1) {
    const start = START + Math.floor((file * days) / files) * DAY + ((file * 7) % 1400) * MINUTE;
    const account = String(111111111111 + (file % accounts));
    const sessions = Array.from({ length: roles }, (_, role) => sessionOf(random, account, role, start));
    const records = Array.from({ length: eventsAFile }, (_, index) =>
      recordOf(random, account, sessions, start + Math.floor((index * 240) / eventsAFile) * 1000),
    );
    const stamp = isoTime(start + 5 * MINUTE)
      .replace(/[-:]/g, '')
      .slice(0, 13);
    const place = join(
      folder,
      'AWSLogs',
      account,
      'CloudTrail',
      'eu-central-1',
      isoTime(start).slice(0, 10).replaceAll('-', '/'),
    );
    mkdirSync(place, { recursive: true });
    writeFileSync(
      join(place, `${account}_CloudTrail_eu-central-1_${stamp}Z_${hex(random, 16)}.json.gz`),
      gzipSync(JSON.stringify({ Records: records })),
    );
  }
  return files * eventsAFile;
}

/** One role at work: the same credentials, address and program throughout a file. */
interface Session {
  readonly role: string;
  readonly identity: Record<string, unknown>;
  readonly ip: string;
  readonly agent: string;
}

function sessionOf(random: () => number, account: string, role: number, time: number): Session {
  const name = `service-role-${role}`;
  return {
    role: name,
    identity: roleSession(random, account, name, time),
    ip: `198.51.100.${role % 250}`,
    agent: `aws-sdk-java/2.28.${role % 40} Linux/5.10.227 OpenJDK_64-Bit_Server_VM/17.0.13 Java/17.0.13 exec-env/AWS_ECS_FARGATE io/sync http/Apache cfg/retry-mode/standard`,
  };
}

/** Each role does every fourth of the operations. */
const SHARE = 4;

function recordOf(
  random: () => number,
  account: string,
  sessions: readonly Session[],
  time: number,
): Record<string, unknown> {
  const operation = WHEEL[Math.floor(random() * WHEEL.length)] ?? OPERATIONS[0];
  const [service, name, readOnly] = operation ?? ['sts', 'AssumeRole', true];
  const nth = Math.floor(random() * Math.ceil(sessions.length / SHARE)) * SHARE;
  const at = (nth + ((operation === undefined ? 0 : OPERATIONS.indexOf(operation)) % SHARE)) % sessions.length;
  const { role, identity, ip, agent } = sessions[at] ?? { role: '', identity: {}, ip: '', agent: '' };
  const denied = random() < 0.01;
  return {
    eventVersion: '1.11',
    userIdentity:
      name === 'AssumeRole' && random() < 0.8 ? { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' } : identity,
    eventTime: isoTime(time),
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: 'eu-central-1',
    sourceIPAddress: ip,
    userAgent: agent,
    ...(denied
      ? {
          errorCode: 'AccessDenied',
          errorMessage: `User: arn:aws:sts::${account}:assumed-role/${role}/x is not authorized to perform: ${service}:${name}`,
        }
      : {}),
    requestParameters: denied
      ? null
      : {
          roleArn: `arn:aws:iam::${account}:role/${role}`,
          roleSessionName: `session-${hex(random, 8)}`,
          // As in real logs, what IAM is asked about is named.
          ...(service === 'iam' ? { roleName: role } : { name: `thing-${hex(random, 12)}` }),
          filter: [{ name: 'state', values: ['running', 'pending'] }],
        },
    responseElements: responseOf(random, name, readOnly, time),
    requestID: uuid(random),
    eventID: uuid(random),
    readOnly,
    resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${account}:role/${role}` }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${service}.eu-central-1.amazonaws.com`,
    },
  };
}

function roleSession(random: () => number, account: string, role: string, time: number): Record<string, unknown> {
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE${hex(random, 9)}:session-${hex(random, 8)}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/session-${hex(random, 8)}`,
    accountId: account,
    accessKeyId: `ASIA${hex(random, 16).toUpperCase()}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROAEXAMPLE${hex(random, 9)}`,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { creationDate: isoTime(time - 600_000), mfaAuthenticated: 'false' },
    },
  };
}

function responseOf(
  random: () => number,
  name: string,
  readOnly: boolean,
  time: number,
): Record<string, unknown> | null {
  if (name === 'AssumeRole')
    return {
      credentials: {
        accessKeyId: `ASIA${hex(random, 16).toUpperCase()}`,
        sessionToken: hex(random, 600),
        expiration: isoTime(time),
      },
    };
  return readOnly
    ? null
    : { requestId: hex(random, 32), status: 'ok', detail: { id: hex(random, 20), created: isoTime(time) } };
}

function hex(random: () => number, length: number): string {
  let text = '';
  while (text.length < length)
    text += Math.floor(random() * 0x100000000)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, length);
}

function uuid(random: () => number): string {
  const digits = hex(random, 32);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}

/** A small seeded generator; 32 bits of state are plenty for a corpus. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
