import { type Actor, assumedRole, type Place } from './identity.ts';
import { GLOBAL_REGION, HOME_REGION, type Person } from './organisation.ts';
import { type Logged, logged } from './record.ts';
import { type Chance, chanceFrom, uniqueId } from './seed.ts';
import { issued, type Opened, type Wanted } from './session.ts';

/** A GitHub Actions job; `agent` is that of the step which trades its OIDC token for a role. */
export interface Job {
  readonly subject: string;
  readonly agent: string;
}

/** The job as the one who calls, and what the answer says of its token. */
export function jobOf(account: string, { subject, agent }: Job, { ip }: Place) {
  const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
  const principalId = `${provider}:sts.amazonaws.com:${subject}`;
  const identity = { type: 'WebIdentityUser', principalId, userName: subject, identityProvider: provider };
  const caller: Actor = { account, arn: principalId, identity, ip, agent };
  return { caller, provider, proof: { subjectFromWebIdentityToken: subject, provider, audience: 'sts.amazonaws.com' } };
}

/** A GitHub Actions job trades its OIDC token for a role. */
export function fromGitHub(chance: Chance, time: number, wanted: Wanted, job: Job, place: Place): Opened {
  const { accessKeyId, request, response, resources } = issued(chance, time, wanted);
  const { caller, provider, proof } = jobOf(wanted.account, job, place);
  const call = { service: 'sts', name: 'AssumeRoleWithWebIdentity', request, resources };
  const log = [logged(chance, caller, time, { ...call, response: { ...response, ...proof } })];
  return { actor: assumedRole({ ...wanted, accessKeyId, since: time, provider }, place), log };
}

/** The role Identity Center keeps in an account for a permission set; its suffix differs per account. */
function reservedRole(account: string, set: string) {
  const suffix = chanceFrom(Number(account)).fork(set).letters('0123456789abcdef', 16);
  return { role: `AWSReservedSSO_${set}_${suffix}`, path: `/aws-reserved/sso.amazonaws.com/${HOME_REGION}/`, suffix };
}

function consoleLogin(chance: Chance, person: Person, session: Actor, time: number): Logged {
  // A federated sign-in shows no second factor here: Identity Center asked for it elsewhere.
  const extra = { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'No' };
  const { accessKeyId: _, ...identity } = session.identity;
  const response = { ConsoleLogin: 'Success' };
  const call = { service: 'signin', name: 'ConsoleLogin', response, extra };
  return logged(chance, { ...session, identity, agent: person.browser }, time, call);
}

/** A person comes in through Identity Center (SAML under the hood), to the console unless `cli` is given. */
export function fromIdentityCenter(
  chance: Chance,
  person: Person,
  account: string,
  time: number,
  cli?: string,
): Opened {
  const { suffix, ...named } = reservedRole(account, person.set);
  const wanted = { account, ...named, sessionName: person.name, lasts: 14_400 };
  const { accessKeyId, request, response, resources } = issued(chance, time, wanted);
  const identityProvider = `${uniqueId('AROA', account).slice(4, 14)}=`;
  const principalId = `${identityProvider}:${person.name}`;
  const caller: Actor = {
    account,
    arn: person.name,
    identity: { type: 'SAMLUser', principalId, userName: person.name, identityProvider },
    ip: 'sso.amazonaws.com',
    agent: 'sso.amazonaws.com',
  };
  const principalArn = `arn:aws:iam::${account}:saml-provider/AWSSSO_${suffix}_DO_NOT_DELETE`;
  const call = { service: 'sts', name: 'AssumeRoleWithSAML', region: GLOBAL_REGION, response, resources };
  const log = [logged(chance, caller, time, { ...call, request: { ...request, principalArn } })];
  const ip = chance.next() < 0.85 ? person.networks[0] : chance.pick(person.networks);
  const session = { ...wanted, accessKeyId, since: time };
  const actor = assumedRole(session, { ip, agent: cli ?? person.browser }, cli === undefined);
  return { actor, log: cli === undefined ? [...log, consoleLogin(chance, person, actor, time)] : log };
}
