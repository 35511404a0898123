/** What the name of a log object says. The content decides what it is; the name is a hint for order and messages. */
export interface LogKey {
  /** `folder`: the zero-byte object that stands for a folder. */
  readonly kind: 'log' | 'digest' | 'insight' | 'aggregated' | 'network-activity' | 'folder';
  readonly account?: string;
  readonly organization?: string;
  readonly region?: string;
  /** Milliseconds since 1970, to the minute; digest files say the second. */
  readonly deliveredAt?: number;
}

type Kind = LogKey['kind'];

const FOLDERS: ReadonlyMap<string, Kind> = new Map([
  ['CloudTrail', 'log'],
  ['CloudTrail-Digest', 'digest'],
  ['CloudTrail-Insight', 'insight'],
  ['CloudTrail-Aggregated', 'aggregated'],
  ['CloudTrail-NetworkActivity', 'network-activity'],
]);
const ACCOUNT = /^\d{12}$/;
const ORGANIZATION = /^o-[a-z0-9]{8,34}$/;
/** `us-east-1`, `us-gov-west-1`, `cn-north-1`, `us-iso-east-1`. */
const REGION = /^[a-z]{2,8}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;
const DELIVERED = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z$/;
const EXTENSION = /\.(?:json|json\.gz|log\.gz|gz)$/i;
/** `ACCOUNT_waflogs_REGION_WEBACL_TIME_HASH`; a web ACL's name holds no underscore that could pass for the time. */
const WAF = /^(\d{12})_waflogs_([a-z0-9-]{1,32})_.{1,160}_(\d{8}T\d{4}Z)_[0-9a-f]{1,40}$/;
/** `STREAM-VERSION-YYYY-MM-DD-HH-MM-SS-UUID`: Firehose writes when the first record in it arrived. */
const FIREHOSE = /-\d{1,9}-(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-[0-9a-f]{8}-[0-9a-f-]{27}$/;

/**
 * Reads an S3 key or a local path:
 * `[prefix/]AWSLogs/[o-xxxx/]ACCOUNT/CloudTrail[-Digest|...]/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHMMZ_ID.json.gz`,
 * as trails, organisation trails and Control Tower write it, or the file name alone; and the names of files that WAF and Firehose
 * write. Undefined for any other layout.
 */
export function parseKey(key: string): LogKey | undefined {
  const parts = key.split(/[/\\]/);
  const name = parts.pop() ?? '';
  const folder = parseFolders(parts);
  if (name === '') return folder && { ...folder, kind: 'folder' };
  const bare = name.replace(EXTENSION, '');
  const file = parseName(bare) ?? parseWafName(bare) ?? parseFirehoseName(bare);
  return file || folder ? { kind: 'log', ...folder, ...file } : undefined;
}

/** The folders from `AWSLogs` on; its last occurrence, because a prefix may be called the same. */
function parseFolders(parts: readonly string[]): LogKey | undefined {
  const start = parts.lastIndexOf('AWSLogs');
  if (start < 0) return undefined;
  const [first = '', second = ''] = parts.slice(start + 1);
  const organization = ORGANIZATION.test(first) ? first : undefined;
  const account = organization === undefined ? first : second;
  const [folder = '', region = ''] = parts.slice(start + (organization === undefined ? 2 : 3));
  const kind = FOLDERS.get(folder);
  if (!ACCOUNT.test(account) || kind === undefined) return undefined;
  return { kind, account, ...(organization && { organization }), ...(REGION.test(region) && { region }) };
}

/** `ACCOUNT_CloudTrail_REGION_TIME_ID`; digests are `ACCOUNT_CloudTrail-Digest_REGION_TRAIL_REGION_TIME`. */
function parseName(name: string): LogKey | undefined {
  const [account = '', folder = '', region = '', ...rest] = name.split('_');
  const kind = FOLDERS.get(folder);
  if (!ACCOUNT.test(account) || kind === undefined || !REGION.test(region)) return undefined;
  const time = kind === 'digest' ? rest.at(-1) : rest[0];
  const deliveredAt = parseDelivered(time ?? '');
  return { kind, account, region, ...(deliveredAt !== undefined && { deliveredAt }) };
}

function parseWafName(name: string): LogKey | undefined {
  const [, account, region = '', time = ''] = WAF.exec(name) ?? [];
  if (account === undefined) return undefined;
  const deliveredAt = parseDelivered(time);
  return {
    kind: 'log',
    account,
    ...(REGION.test(region) && { region }),
    ...(deliveredAt !== undefined && { deliveredAt }),
  };
}

function parseFirehoseName(name: string): LogKey | undefined {
  const [, year, month, day, hour, minute, second] = FIREHOSE.exec(name) ?? [];
  const deliveredAt = parseDelivered(`${year}${month}${day}T${hour}${minute}${second}Z`);
  return deliveredAt === undefined ? undefined : { kind: 'log', deliveredAt };
}

function parseDelivered(text: string): number | undefined {
  const [, year, month, day, hour, minute, second = '00'] = DELIVERED.exec(text) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Date.parse takes the 31st of any month for a day of the next.
  return new Date(time).getUTCDate() === Number(day) ? time : undefined;
}
