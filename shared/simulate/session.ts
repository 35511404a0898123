import { type Job, jobOf } from '../sample/federation.ts';
import { issued as credentials, type Outsider, type Wanted as SampleWanted } from '../sample/session.ts';
import type { Chance } from './chance.ts';
import { type Actor, assumedRole, awsService, otherAccount, type Place, uniqueId } from './identity.ts';
import { type Call, type Emit, logged } from './record.ts';

/** A role session that somebody wants. */
export interface Wanted extends SampleWanted {
  readonly region: string;
  /** Agreed with a vendor against confused deputies. */
  readonly externalId?: string;
}

/** What every kind of AssumeRole asks for and gets. */
export function issued(chance: Chance, time: number, wanted: Wanted): { key: string; call: Call } {
  const { region, externalId } = wanted;
  const { accessKeyId: key, ...parts } = credentials(chance, time, wanted, uniqueId);
  const request = externalId === undefined ? parts.request : { ...parts.request, externalId };
  return { key, call: { service: 'sts', name: 'AssumeRole', region, ...parts, request } };
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

/** A GitHub Actions job trades its OIDC token for a role. */
export function fromGitHub(chance: Chance, time: number, wanted: Wanted, job: Job, place: Place, emit: Emit): Actor {
  const { key, call } = issued(chance, time, wanted);
  const { caller, provider, proof } = jobOf(wanted.account, job, place);
  const name = 'AssumeRoleWithWebIdentity';
  emit(logged(chance, caller, time, wanted.region, { ...call, name, response: { ...call.response, ...proof } }));
  return assumedRole({ ...wanted, accessKeyId: key, since: time, provider }, place);
}
