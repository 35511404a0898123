import { nameOf } from '../../cloudtrail/arn.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, iamUser, ROOT, record } from '../example.ts';
import { isCaller } from './identity.ts';

const device = (name: string): string => `arn:aws:iam::${ACCOUNT}:mfa/${name}`;

function deactivate(params: Record<string, unknown>, difference: Difference = {}) {
  return record('iam', 'DeactivateMFADevice', { region: 'us-east-1', params, ...difference });
}

function remove(name: string, difference: Difference = {}) {
  return record('iam', 'DeleteVirtualMFADevice', {
    region: 'us-east-1',
    params: { serialNumber: device(name) },
    ...difference,
  });
}

export default defineDetection({
  id: 'iam-mfa-removed',
  topic: 'U',
  title: 'MFA device removed',
  severity: 'high',
  attack: ['T1556.006'],
  why: 'A stolen password is enough from now on, and policies that ask for MFA lock the real owner out instead of the thief.',
  benign: ['A new phone', 'A colleague who has left'],
  runbook: [
    'Ask the owner of {target} and {principal} whether the device was meant to go.',
    'See what is left: aws iam list-mfa-devices --user-name {target}.',
    'Look for sign-ins without MFA since: aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue={target} --start-time {time} (ConsoleLogin with MFAUsed No).',
    'If not meant, change the password, end the sessions and enrol a device again with its owner.',
  ],
  on: { source: 'iam', names: ['DeactivateMFADevice', 'DeleteVirtualMFADevice'] },
  match: (event) => {
    const serial = filled(event.params, 'serialNumber');
    const deletes = event.name === 'DeleteVirtualMFADevice';
    const named = filled(event.params, 'userName') ?? (deletes && serial !== undefined ? nameOf(serial) : undefined);
    // Without a name it is the caller's own; root's is root-credential-change.
    if (event.principal.class === 'root' && (named === undefined || /root/i.test(named))) return false;
    const userName = named ?? (event.identityType === 'IAMUser' ? event.principal.name : undefined);
    if (userName === undefined) return false;
    const own = isCaller(event, userName);
    return {
      resource: `IAM user ${userName}`,
      target: userName,
      what: deletes
        ? `deleted the virtual MFA device ${userName}`
        : `deactivated the MFA device of IAM user ${userName}`,
      // A device must be deactivated before it can be deleted: the deletion alone removes nothing from a user.
      severity: deletes ? 'low' : own ? 'medium' : 'high',
      reasons: [
        ...(own ? ['it is the caller’s own'] : []),
        ...(deletes ? ['only a device that no user has can be deleted'] : []),
      ],
    };
  },
  examples: () => ({
    fires: [
      {
        title: 'another user’s device',
        severity: 'high',
        records: [deactivate({ userName: 'bob', serialNumber: device('bob') })],
      },
      {
        title: 'by root, from a user',
        severity: 'high',
        records: [deactivate({ userName: 'bob', serialNumber: device('bob') }, { by: ROOT })],
      },
      {
        title: 'one’s own device',
        severity: 'medium',
        records: [deactivate({ userName: 'bob', serialNumber: device('bob') }, { by: iamUser('bob') })],
      },
      {
        title: 'one’s own device, without saying whose',
        severity: 'medium',
        records: [deactivate({ serialNumber: device('bob') }, { by: iamUser('bob') })],
      },
      { title: 'another’s virtual device deleted', severity: 'low', records: [remove('bob')] },
      { title: 'one’s own virtual device deleted', severity: 'low', records: [remove('bob', { by: iamUser('bob') })] },
    ],
    quiet: [
      { title: 'root’s own virtual device, likewise', records: [remove('root-account-mfa-device', { by: ROOT })] },
      {
        title: 'a device enrolled',
        records: [
          record('iam', 'EnableMFADevice', {
            params: { userName: 'bob', serialNumber: device('bob') },
            by: iamUser('bob'),
          }),
        ],
      },
      {
        title: 'there was none',
        records: [
          deactivate({ userName: 'bob', serialNumber: device('bob') }, { error: { code: 'NoSuchEntityException' } }),
        ],
      },
      {
        title: 'root’s own, which is told elsewhere',
        records: [deactivate({ serialNumber: device('root-account-mfa-device') }, { by: ROOT })],
      },
    ],
  }),
});
