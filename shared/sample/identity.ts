import { iso } from './calendar.ts';
import type { Fields } from './json.ts';
import { uniqueId } from './seed.ts';

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

/** What a console session knows of itself. */
export interface ConsoleSession {
  readonly accessKeyId: string;
  readonly since: number;
  readonly mfa: boolean;
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

/** Users and role sessions of an organisation that gives out its unique ids by `idOf`. */
export function actorsOf(idOf: typeof uniqueId) {
  /** An IAM user with a long-term key. */
  function iamUser(account: string, userName: string, accessKeyId: string, place: Place): Actor {
    const arn = `arn:aws:iam::${account}:user/${userName}`;
    const principalId = idOf('AIDA', arn);
    const identity = { type: 'IAMUser', principalId, arn, accountId: account, accessKeyId, userName };
    return { account, arn, identity, ...place };
  }

  /** The same user in the console: a session key and a session context without issuer. */
  function consoleUser(account: string, userName: string, session: ConsoleSession, place: Place): Actor {
    const { identity, ...user } = iamUser(account, userName, session.accessKeyId, place);
    const attributes = { creationDate: iso(session.since), mfaAuthenticated: String(session.mfa) };
    return { ...user, identity: { ...identity, sessionContext: { attributes } }, console: true };
  }

  /** At sign-in a user has no key yet; after a failure CloudTrail leaves the ARN out and the key empty. */
  function signingIn(account: string, userName: string, place: Place, failed: boolean): Actor {
    const { arn, ...user } = iamUser(account, userName, '', place);
    const { accessKeyId: _, arn: __, ...named } = user.identity;
    const identity = failed ? { ...named, accessKeyId: '' } : { ...named, arn };
    return { ...user, arn, identity };
  }

  function assumedRole(session: RoleSession, place: Place, inConsole = false): Actor {
    const { account, role, sessionName, path = '/' } = session;
    const issuerArn = `arn:aws:iam::${account}:role${path}${role}`;
    const principalId = idOf('AROA', issuerArn);
    const arn = `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`;
    const identity: Fields = {
      type: 'AssumedRole',
      principalId: `${principalId}:${sessionName}`,
      arn,
      accountId: account,
      ...(session.accessKeyId ? { accessKeyId: session.accessKeyId } : {}),
      sessionContext: {
        sessionIssuer: { type: 'Role', principalId, arn: issuerArn, accountId: account, userName: role },
        ...(session.provider ? { webIdFederationData: { federatedProvider: session.provider, attributes: {} } } : {}),
        attributes: { creationDate: iso(session.since), mfaAuthenticated: 'false' },
        ...(session.ec2RoleDelivery ? { ec2RoleDelivery: session.ec2RoleDelivery } : {}),
      },
      ...(session.invokedBy ? { invokedBy: session.invokedBy } : {}),
    };
    return { account, arn, identity, ...place, ...(inConsole ? { console: true } : {}) };
  }

  return { iamUser, consoleUser, signingIn, assumedRole };
}

export const { iamUser, consoleUser, signingIn, assumedRole } = actorsOf(uniqueId);

/** An AWS service acting in an account: no key, no ARN, its name where address and agent would be. */
export function awsService(account: string, invokedBy: string): Actor {
  return { account, arn: invokedBy, identity: { type: 'AWSService', invokedBy }, ip: invokedBy, agent: invokedBy };
}

/** An actor whose call is made for it by a service, such as CloudFormation or Secrets Manager. */
export function through(actor: Actor, invokedBy: string): Actor {
  const { account, arn, identity } = actor;
  return { account, arn, identity: { ...identity, invokedBy }, ip: invokedBy, agent: invokedBy };
}

/** How the owner of a role sees a caller out of another account. */
export function otherAccount(account: string, callerId: string, place: Place): Actor {
  const identity = { type: 'AWSAccount', principalId: callerId, accountId: account };
  return { account, arn: `arn:aws:iam::${account}:root`, identity, ...place };
}
