/** Amazon Resource Names, in any partition (aws, aws-cn, aws-us-gov, aws-iso...; quirk 32). */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All after the fifth colon: `role/path/name`, `function:name:alias`. */
  readonly resource: string;
}

/** The parts of an ARN, or undefined when the text is none. */
export function parseArn(value: string): Arn | undefined {
  if (!value.startsWith('arn:')) return undefined;
  const [, partition, service, region, account, ...rest] = value.split(':');
  if (partition === undefined || service === undefined || region === undefined || account === undefined)
    return undefined;
  return rest.length === 0 ? undefined : { partition, service, region, account, resource: rest.join(':') };
}

/** The twelve-digit account of an ARN, or of a bare account id. */
export function accountOf(arnOrId: string): string | undefined {
  const account = /^\d{12}$/.test(arnOrId) ? arnOrId : parseArn(arnOrId)?.account;
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
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
