/** The five fields of an ARN after `arn:`; any of partition, region and account may be empty or hold a wildcard. */
export interface Arn {
  partition: string;
  service: string;
  region: string;
  account: string;
  /** Everything after the fifth colon, colons and slashes included. */
  resource: string;
}

const FIELDS_BEFORE_RESOURCE = 5;

/** Splits an ARN of any partition (aws, aws-cn, aws-us-gov, aws-iso...); undefined when the text is not one. */
export function parseArn(text: string): Arn | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('arn:')) return undefined;
  const fields: string[] = [];
  let start = 0;
  while (fields.length < FIELDS_BEFORE_RESOURCE) {
    const colon = trimmed.indexOf(':', start);
    if (colon < 0) return undefined;
    fields.push(trimmed.slice(start, colon));
    start = colon + 1;
  }
  const [, partition = '', service = '', region = '', account = ''] = fields;
  return { partition, service, region, account, resource: trimmed.slice(start) };
}

/** Whether the text is an account id: twelve ASCII digits. */
export function isAccountId(text: string): boolean {
  if (text.length !== 12) return false;
  for (const char of text) if (char < '0' || char > '9') return false;
  return true;
}

/**
 * The account a principal or resource belongs to, from a bare id or from an ARN.
 * Undefined when it names none: a service, an S3 ARN, a wildcard, or the unique id that replaces a deleted principal.
 */
export function accountOf(arnOrId: string): string | undefined {
  const text = arnOrId.trim();
  if (isAccountId(text)) return text;
  const account = parseArn(text)?.account;
  return account !== undefined && isAccountId(account) ? account : undefined;
}

/** The partition of an ARN (`aws`, `aws-cn`, ...); undefined when the text is no ARN. */
export function partitionOf(arn: string): string | undefined {
  return parseArn(arn)?.partition;
}
