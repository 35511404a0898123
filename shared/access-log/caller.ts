import { parseArn } from '../cloudtrail/arn.ts';
import type { RawRecord } from '../cloudtrail/reading.ts';

/** What a line of an access log says of who called. */
export interface Caller {
  readonly cognitoIdentityId?: string | undefined;
  readonly userArn?: string | undefined;
  /** `identity.caller`: the unique id of an IAM caller, `AIDA…` or `AROA…:session`. */
  readonly caller?: string | undefined;
  /** Of an IAM caller; empty: as its ARN says; undefined: not to be told. */
  readonly accountId?: string | undefined;
  /** What an authorizer calls the user: its principalId, or the token's subject. */
  readonly user?: string | undefined;
  readonly certificate?: string | undefined;
  readonly apiKeyId?: string | undefined;
  readonly ip: string | undefined;
}

/** How a caller was identified; `none`: not at all. */
export type CallerKind = 'iam' | 'authorizer' | 'certificate' | 'key' | 'none';

const LONGEST = 256;

/**
 * Who called, as a `userIdentity` would tell it: the same for an IAM caller as in CloudTrail, so that both logs speak of one
 * principal. An API key is the credential a call was made with, beside whoever the caller is; it identifies an application at most,
 * so it is the caller only where nothing better is known. Without any of these it is the address.
 */
export function identityOf(who: Caller): { readonly kind: CallerKind; readonly identity: RawRecord } {
  const { apiKeyId: accessKeyId } = who;
  // First sights go by ARN or principalId: end users and addresses, of which there are very many, get neither.
  if (who.cognitoIdentityId !== undefined)
    return { kind: 'iam', identity: named('CognitoIdentity', who.cognitoIdentityId, accessKeyId) };
  if (who.userArn !== undefined) return { kind: 'iam', identity: iam(who.userArn, who.accountId, accessKeyId) };
  if (who.caller !== undefined)
    return { kind: 'iam', identity: { ...named('IAMCaller', who.caller, accessKeyId), principalId: who.caller } };
  if (who.user !== undefined) return { kind: 'authorizer', identity: named('AuthorizedUser', who.user, accessKeyId) };
  if (who.certificate !== undefined)
    return {
      kind: 'certificate',
      identity: { ...named('ClientCertificate', who.certificate, accessKeyId), principalId: who.certificate },
    };
  if (accessKeyId !== undefined)
    return { kind: 'key', identity: named('ApiKey', `API key ${accessKeyId}`, accessKeyId) };
  return { kind: 'none', identity: named('Address', who.ip ?? 'unknown', undefined) };
}

function named(type: string, name: string, accessKeyId: string | undefined): RawRecord {
  return { type, userName: name.length > LONGEST ? name.slice(0, LONGEST) : name, accessKeyId };
}

function iam(arn: string, account: string | undefined, accessKeyId: string | undefined): RawRecord {
  const parsed = parseArn(arn);
  const accountId = account === undefined ? undefined : parsed?.account || account;
  const resource = parsed?.resource ?? '';
  if (resource === 'root') return { type: 'Root', arn, accountId, accessKeyId };
  const kind = resource.slice(0, resource.indexOf('/'));
  return { type: TYPES.get(kind) ?? 'IAMCaller', arn, accountId, accessKeyId };
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['assumed-role', 'AssumedRole'],
  ['role', 'AssumedRole'],
  ['user', 'IAMUser'],
  ['federated-user', 'FederatedUser'],
]);
