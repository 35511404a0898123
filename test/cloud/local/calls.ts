import type { IncomingMessage } from 'node:http';

/** The local cloud's own clients sign with this access key; every instance of a function has one of its own, `<function>.<n>`. */
export const HARNESS = 'harness';

/** One request of an AWS client, understood. */
export interface Call {
  /** Who signed it: the function's name, or `harness`. */
  readonly caller: string;
  /** Access key id: `ingest.3` is the third process of `ingest`. */
  readonly instance: string;
  /** Prefix of IAM actions: `s3`, `dynamodb`, … */
  readonly service: string;
  /** As AWS names the operation: `s3:HeadObject`. */
  readonly operation: string;
  /** The permission it takes: `s3:GetObject`. */
  readonly action: string;
  /** `bucket/key`, name of a queue, a table or a parameter, ARN of a topic; empty where none is named. */
  readonly resource: string;
  readonly body: Buffer;
}

/** What a call came to. */
export interface Recorded extends Omit<Call, 'body'> {
  /** HTTP status; 0 when the connection was cut or the process was killed. */
  readonly status: number;
  readonly ms: number;
  /** Read or write units that DynamoDB would charge. */
  readonly units: number;
}

/** Names in a signature's scope that differ from the prefix of IAM actions. */
const PREFIXES: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/** Operations that need a permission of another name. */
const ACTIONS: Readonly<Record<string, string>> = {
  's3:HeadObject': 's3:GetObject',
  's3:HeadBucket': 's3:ListBucket',
  's3:ListObjects': 's3:ListBucket',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:GetBucketNotificationConfiguration': 's3:GetBucketNotification',
  's3:DeleteObjects': 's3:DeleteObject',
  's3:CreateMultipartUpload': 's3:PutObject',
  's3:UploadPart': 's3:PutObject',
  's3:CompleteMultipartUpload': 's3:PutObject',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
  'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
  'sns:PublishBatch': 'sns:Publish',
};

/** Reads who calls and which service off the signature, as AWS does. */
export function callOf(request: IncomingMessage, body: Buffer): Call {
  const [instance = 'unsigned', , , signedFor = 'unknown'] = scopeOf(request.headers.authorization ?? '');
  const service = PREFIXES[signedFor] ?? signedFor;
  const url = new URL(request.url ?? '/', 'http://local');
  const name = nameOf(service, request, url, body);
  const operation = `${service}:${name}`;
  return {
    caller: instance.split('.')[0] ?? instance,
    instance,
    service,
    operation,
    action: ACTIONS[operation] ?? operation,
    resource: resourceOf(service, url, body),
    body,
  };
}

function scopeOf(authorization: string): string[] {
  return /Credential=([^,\s]+)/.exec(authorization)?.[1]?.split('/') ?? [];
}

function nameOf(service: string, request: IncomingMessage, url: URL, body: Buffer): string {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(target.lastIndexOf('.') + 1);
  if (service === 's3') return url.searchParams.get('x-id') ?? s3Operation(request.method ?? 'GET', url);
  if (service === 'sns' || service === 'sts') return new URLSearchParams(body.toString()).get('Action') ?? 'unknown';
  const rpc = /\/operation\/(\w+)$/.exec(url.pathname)?.[1];
  return rpc ?? `${request.method} ${url.pathname}`;
}

/** Buckets are in the path, for the endpoint is an address. */
function s3Operation(method: string, { pathname, searchParams }: URL): string {
  const isObject = pathname.split('/').filter((part) => part !== '').length > 1;
  if (searchParams.has('tagging')) return `${method === 'PUT' ? 'Put' : 'Get'}ObjectTagging`;
  if (searchParams.has('notification')) return `${method === 'PUT' ? 'Put' : 'Get'}BucketNotificationConfiguration`;
  if (method === 'POST') return searchParams.has('uploadId') ? 'CompleteMultipartUpload' : 'DeleteObjects';
  const verb = { GET: 'Get', HEAD: 'Head', PUT: 'Put', DELETE: 'Delete' }[method] ?? method;
  if (isObject) return `${verb}Object`;
  if (method === 'GET')
    return pathname === '/' ? 'ListBuckets' : searchParams.has('list-type') ? 'ListObjectsV2' : 'ListObjects';
  return `${method === 'PUT' ? 'Create' : verb}Bucket`;
}

function resourceOf(service: string, url: URL, body: Buffer): string {
  // Of a bucket alone, clients send the slash too.
  if (service === 's3') return decodeURIComponent(url.pathname.slice(1)).replace(/^([^/]+)\/$/, '$1');
  if (service === 'sns') return new URLSearchParams(body.toString()).get('TopicArn') ?? '';
  const text = body.toString('latin1');
  if (service === 'sqs') return /"QueueUrl":"[^"]*\/([^"/]+)"/.exec(text)?.[1] ?? '';
  if (service === 'dynamodb')
    return /"TableName":"([^"]+)"/.exec(text)?.[1] ?? /"RequestItems":\{"([^"]+)"/.exec(text)?.[1] ?? '';
  return /"(?:Name|SecretId|TrailName|stateMachineArn)":"([^"]+)"/.exec(text)?.[1] ?? '';
}
