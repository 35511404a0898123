import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag } from '../../cloudtrail/field.ts';

/** What each call does to root's credentials, when it is root's own that it acts on. */
const IAM_CALLS = new Map([
  ['CreateAccessKey', 'created an access key for root'],
  ['CreateLoginProfile', 'allowed the password of root to be set anew'],
  ['DeactivateMFADevice', 'deactivated an MFA device of root'],
  ['EnableMFADevice', 'enrolled an MFA device for root'],
  ['UpdateAccessKey', 'switched on an access key of root'],
  ['UploadSigningCertificate', 'uploaded a signing certificate for root'],
]);

/** What root did on the sign-in and settings pages; named after the event, as is the member of the response that tells success. */
const SIGNIN_EVENTS = new Map([
  ['EmailUpdated', 'changed the email address of root'],
  ['PasswordRecoveryCompleted', 'set a new password for root by email'],
  ['PasswordUpdated', 'changed the password of root'],
]);

/** A short session of AssumeRoot: the management account acting as root of a member. */
export function isAssumedRoot(event: TrailEvent): boolean {
  return flag(event.raw.userIdentity, 'sessionContext', 'assumedRoot') === true;
}

/** In words, how an event changes what it takes to be root; undefined when it doesn't. */
export function rootCredentialChange(event: TrailEvent): string | undefined {
  if (event.service === 'account')
    return event.name === 'AcceptPrimaryEmailUpdate' ? 'changed the email address of root' : undefined;
  if (event.principal.class !== 'root') return undefined;
  if (event.service === 'signin') return SIGNIN_EVENTS.get(event.name);
  if (event.service !== 'iam' || !isRootsOwn(event)) return undefined;
  if (event.name === 'UpdateAccessKey' && filled(event.params, 'status') !== 'Active') return undefined;
  return IAM_CALLS.get(event.name);
}

/** Root's own things come without a user name, or with one that says root; root may also act on an IAM user. */
function isRootsOwn(event: TrailEvent): boolean {
  const userName = filled(event.params, 'userName');
  const serial = filled(event.params, 'serialNumber') ?? '';
  return userName === undefined || /root/i.test(userName) || serial.endsWith(':mfa/root-account-mfa-device');
}
