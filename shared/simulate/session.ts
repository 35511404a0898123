import type { Chance } from './chance.ts';
import { iso, SECOND } from './clock.ts';
import { type Actor, assumedRole, awsService, otherAccount, type Place, sessionKey, uniqueId } from './identity.ts';
import { type Call, type Emit, type Fields, logged } from './record.ts';

/** A role session that somebody wants. */
export interface Wanted {
  readonly account: string;
  readonly role: string;
  /** Path of the role, `/` unless said. */
  readonly path?: string;
  readonly sessionName: string;
  /** Seconds, an hour unless said. */
  readonly lasts?: number;
  readonly region: string;
  /** Agreed with a vendor against confused deputies. */
  readonly externalId?: string;
}

/** What every kind of AssumeRole asks for and gets. */
export function issued(chance: Chance, time: number, wanted: Wanted): { key: string; call: Call } {
  const { account, role, path = '/', sessionName, lasts = 3600, externalId } = wanted;
  const arn = `arn:aws:iam::${account}:role${path}${role}`;
  const key = sessionKey(chance);
  // CloudTrail does log the session token; this one is plain text that opens nothing.
  const sessionToken = `IQoJb3JpZ2luX2VjEXAMPLE//${key.slice(4, 13)}//NotASecret`;
  const response: Fields = {
    credentials: { accessKeyId: key, sessionToken, expiration: iso(time + lasts * SECOND) },
    assumedRoleUser: {
      assumedRoleId: `${uniqueId('AROA', arn)}:${sessionName}`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`,
    },
  };
  const request: Fields = {
    roleArn: arn,
    roleSessionName: sessionName,
    durationSeconds: lasts,
    ...(externalId === undefined ? {} : { externalId }),
  };
  const resources: readonly Fields[] = [{ accountId: account, type: 'AWS::IAM::Role', ARN: arn }];
  return { key, call: { service: 'sts', name: 'AssumeRole', region: wanted.region, request, response, resources } };
}

/** An AWS service assumes a role for code it runs, which then calls from `place`. */
export function runAs(
  chance: Chance,
  service: string,
  time: number,
  wanted: Wanted,
  place: Place,
  emit: Emit,
  delivery?: string,
): Actor {
  const { key, call } = issued(chance, time, wanted);
  const shared = { ...call, sharedEventId: chance.uuid() };
  emit(logged(chance, awsService(wanted.account, service), time, wanted.region, shared));
  const session = { ...wanted, accessKeyId: key, since: time };
  return assumedRole(delivery === undefined ? session : { ...session, ec2RoleDelivery: delivery }, place);
}

export interface Outsider {
  readonly account: string;
  /** Unique id and session name of the caller, all that a foreign log shows of it. */
  readonly callerId: string;
  /** The caller as its own account sees it, if that account's log is ours too. */
  readonly caller?: Actor;
}

/**
 * A role is assumed across accounts: one act, a record in the role owner's log, and one in the caller's log if the caller
 * is of the organisation; both carry the same sharedEventID.
 */
export function acrossAccounts(
  chance: Chance,
  outsider: Outsider,
  time: number,
  wanted: Wanted,
  place: Place,
  emit: Emit,
): Actor {
  const { key, call } = issued(chance, time, wanted);
  const shared = { ...call, sharedEventId: chance.uuid() };
  if (outsider.caller) emit(logged(chance, outsider.caller, time, wanted.region, shared));
  const owner = otherAccount(outsider.account, outsider.callerId, place);
  emit(logged(chance, owner, time, wanted.region, { ...shared, recipient: wanted.account }));
  return assumedRole({ ...wanted, accessKeyId: key, since: time }, place);
}

const PROVIDER = 'token.actions.githubusercontent.com';

/** A GitHub Actions job trades its OIDC token for a role; `agent` is that of the step which does it. */
export function fromGitHub(
  chance: Chance,
  time: number,
  wanted: Wanted,
  job: { readonly subject: string; readonly agent: string },
  place: Place,
  emit: Emit,
): Actor {
  const { key, call } = issued(chance, time, wanted);
  const { subject } = job;
  const provider = `arn:aws:iam::${wanted.account}:oidc-provider/${PROVIDER}`;
  const principalId = `${provider}:sts.amazonaws.com:${subject}`;
  const identity = { type: 'WebIdentityUser', principalId, userName: subject, identityProvider: provider };
  const caller: Actor = { account: wanted.account, arn: principalId, identity, ip: place.ip, agent: job.agent };
  const proof = { subjectFromWebIdentityToken: subject, provider, audience: 'sts.amazonaws.com' };
  const name = 'AssumeRoleWithWebIdentity';
  emit(logged(chance, caller, time, wanted.region, { ...call, name, response: { ...call.response, ...proof } }));
  return assumedRole({ ...wanted, accessKeyId: key, since: time, provider }, place);
}
