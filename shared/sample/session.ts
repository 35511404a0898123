import { iso, SECOND } from './calendar.ts';
import { type Actor, assumedRole, awsService, otherAccount, type Place } from './identity.ts';
import { HOME_REGION } from './organisation.ts';
import { type Fields, type Logged, logged } from './record.ts';
import { BASE32, type Chance, uniqueId } from './seed.ts';

/** A role session and the records of how it came about: the key in them is the key of its later calls. */
export interface Opened {
  readonly actor: Actor;
  readonly log: readonly Logged[];
}

export interface Wanted {
  readonly account: string;
  readonly role: string;
  /** Path of the role, `/` unless said. */
  readonly path?: string;
  readonly sessionName: string;
  /** Seconds, an hour unless said. */
  readonly lasts?: number;
  readonly region?: string;
}

export const sessionKey = (chance: Chance): string => `ASIA${chance.letters(BASE32, 9)}EXAMPLE`;

/** CloudTrail does log the session token; this one is plain text that opens nothing. */
function credentials(accessKeyId: string, expires: number): Fields {
  const sessionToken = `IQoJb3JpZ2luX2VjEXAMPLE//${accessKeyId.slice(4, 13)}//NotASecret`;
  return { accessKeyId, sessionToken, expiration: iso(expires) };
}

/** What every kind of AssumeRole asks for and gets. */
export function issued(chance: Chance, time: number, wanted: Wanted, idOf = uniqueId) {
  const { account, role, path = '/', sessionName, lasts = 3600 } = wanted;
  const arn = `arn:aws:iam::${account}:role${path}${role}`;
  const accessKeyId = sessionKey(chance);
  const response: Fields = {
    credentials: credentials(accessKeyId, time + lasts * SECOND),
    assumedRoleUser: {
      assumedRoleId: `${idOf('AROA', arn)}:${sessionName}`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`,
    },
  };
  const request: Fields = { roleArn: arn, roleSessionName: sessionName, durationSeconds: lasts };
  const resources: readonly Fields[] = [{ accountId: account, type: 'AWS::IAM::Role', ARN: arn }];
  return { accessKeyId, response, request, resources };
}

/** Somebody of the same account assumes a role and goes on from where they are. */
export function assumeRole(chance: Chance, caller: Actor, time: number, wanted: Wanted): Opened {
  const { accessKeyId, ...parts } = issued(chance, time, wanted);
  const call = { service: 'sts', name: 'AssumeRole', region: wanted.region ?? HOME_REGION, ...parts };
  return {
    actor: assumedRole({ ...wanted, accessKeyId, since: time }, { ip: caller.ip, agent: caller.agent }),
    log: [logged(chance, caller, time, call)],
  };
}

/** An AWS service assumes a role for code it runs, which then calls from `place`. */
export function runAs(chance: Chance, service: string, time: number, wanted: Wanted, place: Place): Opened {
  const { accessKeyId, ...parts } = issued(chance, time, wanted);
  const call = { service: 'sts', name: 'AssumeRole', ...parts, sharedEventId: chance.uuid() };
  return {
    actor: assumedRole({ ...wanted, accessKeyId, since: time }, place),
    log: [logged(chance, awsService(wanted.account, service), time, call)],
  };
}

export interface Outsider {
  readonly account: string;
  /** Unique id and session name of the caller, all that a foreign log shows of it. */
  readonly callerId: string;
  /** The caller as its own account sees it, if that account's log is ours too. */
  readonly caller?: Actor;
}

/**
 * A role is assumed across accounts: one act, a record in the role owner's log, and one in the
 * caller's log if the caller is of the organisation; both carry the same sharedEventID.
 */
export function acrossAccounts(chance: Chance, outsider: Outsider, time: number, wanted: Wanted, place: Place): Opened {
  const { accessKeyId, ...parts } = issued(chance, time, wanted);
  const call = { service: 'sts', name: 'AssumeRole', ...parts, sharedEventId: chance.uuid() };
  const owner = otherAccount(outsider.account, outsider.callerId, place);
  const log = [logged(chance, owner, time, { ...call, recipient: wanted.account })];
  if (outsider.caller) log.unshift(logged(chance, outsider.caller, time, call));
  return { actor: assumedRole({ ...wanted, accessKeyId, since: time }, place), log };
}
