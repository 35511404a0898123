import { Chance } from './chance.ts';
import { iso } from './clock.ts';
import type { Fields } from './json.ts';

/** Where a call comes from. */
export interface Place {
  readonly ip: string;
  readonly agent: string;
  readonly vpcEndpoint?: string;
}

/** Somebody who calls AWS: what CloudTrail says of them in every record. */
export interface Actor extends Place {
  readonly account: string;
  readonly arn: string;
  readonly identity: Fields;
  /** The credentials came out of a console sign-in. */
  readonly console?: boolean;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ids = new Map<string, string>();

/** An AWS unique id of a named thing: the same for every seed, because a role keeps its id. Ends in EXAMPLE, as in AWS documentation. */
export function uniqueId(prefix: 'AIDA' | 'AROA', name: string): string {
  let id = ids.get(name);
  if (id === undefined) {
    // Of roles and users there are thousands, of stacks that come and go any number.
    if (ids.size > 20_000) ids.clear();
    id = Chance.from(7).fork(name).letters(BASE32, 10);
    ids.set(name, id);
  }
  return `${prefix}${id}EXAMPLE`;
}

export const sessionKey = (chance: Chance): string => `ASIA${chance.letters(BASE32, 9)}EXAMPLE`;
export const userKey = (chance: Chance): string => `AKIA${chance.letters(BASE32, 9)}EXAMPLE`;

/** An IAM user with a long-term key. */
export function iamUser(account: string, userName: string, accessKeyId: string, place: Place): Actor {
  const arn = `arn:aws:iam::${account}:user/${userName}`;
  const principalId = uniqueId('AIDA', arn);
  const identity = { type: 'IAMUser', principalId, arn, accountId: account, accessKeyId, userName };
  return { account, arn, identity, ...place };
}

/** What a console session knows of itself. */
export interface ConsoleSession {
  readonly accessKeyId: string;
  readonly since: number;
  readonly mfa: boolean;
}

/** The same user in the console: a session key and a session context without issuer. */
export function consoleUser(account: string, userName: string, session: ConsoleSession, place: Place): Actor {
  const { identity, ...user } = iamUser(account, userName, session.accessKeyId, place);
  const attributes = { creationDate: iso(session.since), mfaAuthenticated: String(session.mfa) };
  return { ...user, identity: { ...identity, sessionContext: { attributes } }, console: true };
}

/** At sign-in a user has no key yet; after a failure CloudTrail leaves the ARN out and the key empty. */
export function signingIn(account: string, userName: string, place: Place, failed: boolean): Actor {
  const { arn, ...user } = iamUser(account, userName, '', place);
  const { accessKeyId: _, arn: __, ...named } = user.identity;
  return { ...user, arn, identity: failed ? { ...named, accessKeyId: '' } : { ...named, arn } };
}

export function rootUser(account: string, session: ConsoleSession | undefined, place: Place): Actor {
  const arn = `arn:aws:iam::${account}:root`;
  const base: Fields = { type: 'Root', principalId: account, arn, accountId: account };
  if (session === undefined) return { account, arn, identity: base, ...place };
  const attributes = { creationDate: iso(session.since), mfaAuthenticated: String(session.mfa) };
  const identity = { ...base, accessKeyId: session.accessKeyId, sessionContext: { attributes } };
  return { account, arn, identity, ...place, console: true };
}

export interface RoleSession {
  readonly account: string;
  readonly role: string;
  /** Path of the role, `/` unless said. */
  readonly path?: string;
  readonly sessionName: string;
  /** Absent for sessions of AWS services, whose keys CloudTrail does not show. */
  readonly accessKeyId?: string;
  readonly since: number;
  readonly invokedBy?: string;
  /** OIDC provider the session came from. */
  readonly provider?: string;
  /** Version of the metadata service an instance fetched its credentials with. */
  readonly ec2RoleDelivery?: string;
}

export function assumedRole(session: RoleSession, place: Place, inConsole = false): Actor {
  const { account, role, sessionName, path = '/', provider } = session;
  const issuerArn = `arn:aws:iam::${account}:role${path}${role}`;
  const principalId = uniqueId('AROA', issuerArn);
  const arn = `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`;
  const identity: Fields = {
    type: 'AssumedRole',
    principalId: `${principalId}:${sessionName}`,
    arn,
    accountId: account,
    ...(session.accessKeyId ? { accessKeyId: session.accessKeyId } : {}),
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId, arn: issuerArn, accountId: account, userName: role },
      ...(provider ? { webIdFederationData: { federatedProvider: provider, attributes: {} } } : {}),
      attributes: { creationDate: iso(session.since), mfaAuthenticated: 'false' },
      ...(session.ec2RoleDelivery ? { ec2RoleDelivery: session.ec2RoleDelivery } : {}),
    },
    ...(session.invokedBy ? { invokedBy: session.invokedBy } : {}),
  };
  return { account, arn, identity, ...place, ...(inConsole ? { console: true } : {}) };
}

/** An AWS service acting in an account: no key, no ARN, its name where address and agent would be. */
export function awsService(account: string, invokedBy: string): Actor {
  return { account, arn: invokedBy, identity: { type: 'AWSService', invokedBy }, ip: invokedBy, agent: invokedBy };
}

/** How the owner of a role sees a caller out of another account. */
export function otherAccount(account: string, callerId: string, place: Place): Actor {
  const identity = { type: 'AWSAccount', principalId: callerId, accountId: account };
  return { account, arn: `arn:aws:iam::${account}:root`, identity, ...place };
}
