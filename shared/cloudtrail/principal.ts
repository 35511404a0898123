import { nameOf } from './arn.ts';
import { type Fields, fields, filled, text } from './field.ts';

type PrincipalClass = 'human' | 'user' | 'ci' | 'role' | 'service' | 'root' | 'external' | 'unknown';

/**
 * Who acted, with the session stripped: sessions come and go, a person or role stays (quirk 29).
 * `key` is what state is kept under; `name` is what a person reads.
 */
export interface Principal {
  readonly key: string;
  readonly name: string;
  readonly class: PrincipalClass;
  readonly account: string;
  /** Whom it is compared with: the SSO permission set, the CI provider, the role's name pattern. */
  readonly peers: string;
  readonly session?: string | undefined;
  readonly accessKeyId?: string | undefined;
  readonly roleArn?: string | undefined;
}

const SSO_ROLE = /^AWSReservedSSO_(.+)_[0-9a-f]{8,}$/;
const CI_ISSUERS =
  /token\.actions\.githubusercontent\.com|gitlab|bitbucket|circleci|buildkite|terraform\.io|vercel|spacelift/i;

/** The principal of a record's `userIdentity`; `account` is the account whose log holds it. Never throws. */
export function principalOf(identity: unknown, account: string): Principal {
  const who = fields(identity);
  const type = text(who, 'type');
  const own = filled(who, 'accountId') ?? account;
  const accessKeyId = filled(who, 'accessKeyId');
  const invokedBy = filled(who, 'invokedBy');
  switch (type) {
    case 'AssumedRole':
    case 'Role':
      return { ...roleSession(who, own), accessKeyId };
    case 'IAMUser': {
      const name = userNameIn(who) ?? nameOf(filled(who, 'arn') ?? 'unknown');
      const kind: PrincipalClass = name === 'unknown' ? 'unknown' : 'user';
      return { key: `${own}/user/${name}`, name, class: kind, account: own, peers: 'users', accessKeyId };
    }
    case 'Root':
      return { key: `${own}/root`, name: 'root', class: 'root', account: own, peers: 'root', accessKeyId };
    case 'AWSService':
      return service(invokedBy ?? 'unknown service');
    case 'AWSAccount':
      return outside(who, own, account, accessKeyId);
    default:
      if (type === undefined && invokedBy !== undefined) return service(invokedBy);
      return other(who, type ?? 'unknown', own, accessKeyId);
  }
}

function service(name: string): Principal {
  return { key: `aws/${name}`, name, class: 'service', account: 'aws', peers: 'services' };
}

/** Another account's call on this account's resource; anonymous when it has no account at all. */
function outside(who: Fields, own: string, account: string, accessKeyId: string | undefined): Principal {
  const anonymous = filled(who, 'principalId') === 'ANONYMOUS_PRINCIPAL' || own === 'ANONYMOUS_PRINCIPAL';
  if (anonymous) return { key: 'ext/anonymous', name: 'anonymous', class: 'external', account: own, peers: 'external' };
  const external = own !== account;
  const key = external ? `ext/${own}` : `${own}/account`;
  const kind: PrincipalClass = external ? 'external' : 'unknown';
  return { key, name: `account ${own}`, class: kind, account: own, peers: 'external', accessKeyId };
}

const OTHERS: ReadonlyMap<string, PrincipalClass> = new Map([
  ['FederatedUser', 'user'],
  // Callers of an API, as its access log tells them (shared/access-log/caller.ts).
  ['IAMCaller', 'external'],
  ['CognitoIdentity', 'external'],
  ['AuthorizedUser', 'external'],
  ['ClientCertificate', 'external'],
  ['ApiKey', 'external'],
  ['Address', 'external'],
]);

/** FederatedUser, WebIdentityUser, SAMLUser, IdentityCenterUser, Directory, Unknown, or no type at all (quirks 1, 2, 7). */
function other(who: Fields, type: string, own: string, accessKeyId: string | undefined): Principal {
  const onBehalf = filled(who, 'onBehalfOf', 'userId');
  const issuer = filled(who, 'sessionContext', 'sessionIssuer', 'userName') ?? filled(who, 'identityProvider');
  const arn = filled(who, 'arn');
  const name = userNameIn(who) ?? onBehalf ?? (arn === undefined ? undefined : nameOf(arn)) ?? issuer ?? 'unknown';
  const nobody = name === 'unknown' && type !== 'FederatedUser';
  const kind: PrincipalClass = nobody ? 'unknown' : (OTHERS.get(type) ?? 'human');
  // Identity Center stopped writing names in July 2025; its id for the person stays the same.
  const id = onBehalf ?? name;
  const key = `${own}/${type.toLowerCase()}/${issuer === undefined || issuer === id ? '' : `${issuer}/`}${id}`;
  return { key, name, class: kind, account: own, peers: type, accessKeyId };
}

/** The user's name; undefined where CloudTrail hides it, because somebody may have typed a password there (quirk 11). */
function userNameIn(who: Fields): string | undefined {
  const name = filled(who, 'userName');
  return name?.startsWith('HIDDEN_') ? undefined : name;
}

function roleSession(who: Fields, own: string): Omit<Principal, 'accessKeyId'> {
  const arn = filled(who, 'arn') ?? '';
  const issuer = fields(fields(who['sessionContext'])['sessionIssuer']);
  const roleArn = filled(issuer['arn']);
  // `arn:aws:sts::111111111111:assumed-role/ROLE/SESSION`
  const sessionAt = arn.lastIndexOf('/');
  const roleAt = arn.indexOf('/');
  const whole = roleAt !== -1 && sessionAt > roleAt;
  const role =
    filled(issuer['userName']) ?? (whole ? arn.slice(roleAt + 1, sessionAt) : arn === '' ? 'unknown' : nameOf(arn));
  const session = whole ? arn.slice(sessionAt + 1) : filled(who, 'principalId')?.split(':')[1];
  const base = { account: own, session, roleArn };
  const sso = role.startsWith('AWSReservedSSO_') ? SSO_ROLE.exec(role) : null;
  if (sso !== null && session !== undefined)
    return { ...base, key: `${own}/sso/${sso[1]}/${session}`, name: session, class: 'human', peers: `sso:${sso[1]}` };
  if (role.startsWith('AWSServiceRoleFor'))
    return { ...base, key: `${own}/role/${role}`, name: role, class: 'service', peers: 'services' };
  const pattern = rolePattern(role);
  const context = fields(who['sessionContext']);
  const provider = filled(context['webIdFederationData'], 'federatedProvider');
  if (provider !== undefined && CI_ISSUERS.test(provider))
    return { ...base, key: `${own}/role/${pattern}`, name: role, class: 'ci', peers: `ci:${nameOf(provider)}` };
  const person = filled(context['sourceIdentity']) ?? (session?.includes('@') ? session : undefined);
  if (person !== undefined)
    return { ...base, key: `${own}/role/${pattern}/${person}`, name: person, class: 'human', peers: `role:${pattern}` };
  return { ...base, key: `${own}/role/${pattern}`, name: role, class: 'role', peers: `role:${pattern}` };
}

/**
 * A role's name without the random end that CloudFormation and Terraform give (`app-Role-1A2B3C4D5E6F` -> `app-Role-*`),
 * so that a redeployed stack keeps its history. The end must look random: it holds a digit, or mixes cases over twelve letters.
 */
export function rolePattern(role: string): string {
  const [, head, tail] = /^(.+)-([0-9A-Za-z]{8,})$/.exec(role) ?? [];
  if (head === undefined || tail === undefined) return role;
  const random = /\d/.test(tail) || (tail.length === 12 && /[A-Z].*[A-Z]/.test(tail) && /[a-z].*[a-z]/.test(tail));
  return random ? `${head}-*` : role;
}
