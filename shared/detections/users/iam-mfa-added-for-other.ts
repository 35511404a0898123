import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, iamUser, ROOT, record } from '../example.ts';
import { isCaller } from './identity.ts';
import { rootCredentialChange } from './root.ts';

function enable(userName: string | undefined, difference: Difference = {}) {
  const serialNumber = `arn:aws:iam::${ACCOUNT}:mfa/phone`;
  const params = userName === undefined ? { serialNumber } : { userName, serialNumber };
  return record('iam', 'EnableMFADevice', { region: 'us-east-1', params, ...difference });
}

export default defineDetection({
  id: 'iam-mfa-added-for-other',
  topic: 'U',
  title: 'MFA device enrolled for another user',
  severity: 'medium',
  attack: ['T1098.005'],
  why: 'Whoever holds the device passes every policy that asks for MFA, as that user. A user may have eight devices, so the owner of the first one notices nothing.',
  benign: ['An administrator enrols a device together with its owner', 'A hardware token is handed out'],
  runbook: [
    'Ask {principal} and the owner of {target} whose device it is; call the owner, don’t write.',
    'See which devices {target} has, and since when: aws iam list-mfa-devices --user-name {target}.',
    'If nobody knows it: aws iam deactivate-mfa-device --user-name {target} --serial-number SERIAL, with the serial number that the reason gives.',
    'Look for sign-ins with it: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time} (ConsoleLogin, additionalEventData.MFAIdentifier).',
  ],
  on: { source: 'iam', names: ['EnableMFADevice'] },
  match: (event) => {
    const userName = filled(event.params, 'userName');
    // Without a name it is the caller's own.
    if (userName === undefined || isCaller(event, userName) || rootCredentialChange(event) !== undefined) return false;
    return {
      resource: `IAM user ${userName}`,
      target: userName,
      what: `enrolled an MFA device for IAM user ${userName}`,
      reasons: [`serial number ${filled(event.params, 'serialNumber') ?? 'not logged'}`],
    };
  },
  examples: () => ({
    fires: [
      { title: 'by a person', severity: 'medium', records: [enable('bob')] },
      { title: 'by another user', severity: 'medium', records: [enable('bob', { by: iamUser('carol') })] },
      { title: 'by root', severity: 'medium', records: [enable('bob', { by: ROOT })] },
    ],
    quiet: [
      { title: 'one’s own', records: [enable('bob', { by: iamUser('bob') })] },
      { title: 'one’s own, without saying whose', records: [enable(undefined, { by: iamUser('bob') })] },
      { title: 'root’s own, which root-credential-change tells', records: [enable(undefined, { by: ROOT })] },
      { title: 'a wrong code', records: [enable('bob', { error: { code: 'InvalidAuthenticationCodeException' } })] },
    ],
  }),
});
