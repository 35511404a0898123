/**
 * Amazon Resource Names, in any partition (aws, aws-cn, aws-us-gov, aws-iso...; quirk 32). Any of partition, region and account
 * may be empty or, in a policy, hold a wildcard.
 */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon, colons and slashes included. */
  readonly resource: string;
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

/** The last part of a resource path: `role/aws-reserved/x/Name` -> `Name`. */
export function nameOf(arn: string): string {
  const resource = parseArn(arn)?.resource ?? arn;
  return resource.slice(resource.lastIndexOf('/') + 1);
}

const LAMBDA_ARN = /arn:[\w-]+:lambda:[\w-]*:\d{12}:function:[^/\s"']+/;

/** The function ARN in a Lambda integration or authorizer URI, or a bare function ARN (spec: v2 writes both forms). */
export function lambdaArnIn(uri: string): string | undefined {
  return LAMBDA_ARN.exec(uri.slice(0, 2048))?.[0];
}
