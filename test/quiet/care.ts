import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { ACCOUNT, type Difference, iamUser } from '../../shared/detections/example.ts';
import { type Act, asked, call, reads, work } from './acts.ts';
import { desk } from './doers.ts';

const ofCarol = { userName: 'carol' };
const DEVICE = `arn:aws:iam::${ACCOUNT}:mfa/carol`;
export const CAROL: Difference = {
  by: {
    ...iamUser('carol', 'ASIAEXAMPLECAROL0001'),
    sessionContext: { attributes: { mfaAuthenticated: 'false', creationDate: '2026-11-02T10:00:00Z' } },
  },
  ip: '198.51.100.12',
  agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0',
  also: { sessionCredentialFromConsole: 'true' },
};

export const signInOfUser = (MFAUsed: 'Yes' | 'No'): Act =>
  call('signin:ConsoleLogin', null, {
    response: { ConsoleLogin: 'Success' },
    also: { additionalEventData: { MFAUsed, MobileVersion: 'No' }, eventType: 'AwsConsoleSignIn' },
  });

/** A lost phone: the help desk takes the device off, its owner signs in and registers the new one. */
export function newPhone(minute: number): RawRecord[] {
  return [
    ...work(desk, minute, [
      call('iam:ListMFADevices', ofCarol),
      call('iam:DeactivateMFADevice', { ...ofCarol, serialNumber: DEVICE }),
      call('iam:DeleteVirtualMFADevice', { serialNumber: DEVICE }),
    ]),
    ...work(CAROL, minute + 20, [
      signInOfUser('No'),
      call('iam:CreateVirtualMFADevice', { virtualMFADeviceName: 'carol' }),
      call('iam:EnableMFADevice', { ...ofCarol, serialNumber: DEVICE }),
    ]),
  ];
}

/** A machine's user, by which of its keys. */
const machineUser = (userName: string, which: number): Difference => ({
  by: iamUser(userName, keyOf(userName, which)),
  ip: '198.51.100.41',
  agent: 'aws-cli/2.28.11 os/linux',
});
const keyOf = (userName: string, which: number): string => `AKIA${userName.toUpperCase().padEnd(15, 'X')}${which}`;

/**
 * A machine's user gets a new key: made, used, the old one switched off and, a day later, deleted. By whom: default by itself.
 */
export function keyRotation(minute: number, userName: string, person?: Difference): RawRecord[] {
  const user = { userName };
  const before = person ?? machineUser(userName, 1);
  const after = person ?? machineUser(userName, 2);
  const created = { accessKey: { accessKeyId: keyOf(userName, 2), status: 'Active', userName } };
  const old = { userName, accessKeyId: keyOf(userName, 1) };
  return [
    ...work(before, minute, [call('iam:ListAccessKeys', user), asked('iam:CreateAccessKey', user, created)]),
    ...work(machineUser(userName, 2), minute + 30, reads('sts:GetCallerIdentity', 'athena:GetQueryExecution')),
    ...work(after, minute + 60, [call('iam:UpdateAccessKey', { ...old, status: 'Inactive' })]),
    ...work(after, minute + 24 * 60, [call('iam:DeleteAccessKey', old)]),
  ];
}
