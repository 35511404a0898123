import { keyResource } from '../account.ts';
import { iso } from '../clock.ts';
import { uniqueId, userKey } from '../identity.ts';
import type { Call } from '../record.ts';
import type { Scene } from '../request.ts';
import { call } from './calls.ts';

export function createUser({ account, time }: Scene, userName: string): Call {
  const arn = `arn:aws:iam::${account.id}:user/${userName}`;
  const user = { path: '/', userName, userId: uniqueId('AIDA', arn), arn, createDate: iso(time) };
  return call('iam', 'CreateUser', { userName }, { user });
}

export function createAccessKey({ chance, time }: Scene, userName: string, accessKeyId = userKey(chance)): Call {
  const accessKey = { userName, accessKeyId, status: 'Active', createDate: iso(time) };
  return call('iam', 'CreateAccessKey', { userName }, { accessKey });
}

export function createRole({ account, time }: Scene, roleName: string, trust: string): Call {
  const arn = `arn:aws:iam::${account.id}:role/${roleName}`;
  const role = { path: '/', roleName, roleId: uniqueId('AROA', arn), arn, createDate: iso(time) };
  return call('iam', 'CreateRole', { roleName, assumeRolePolicyDocument: trust }, { role });
}

/** Reading a secret takes two records: the read, and Secrets Manager decrypting it for the reader. */
export function readSecret({ account, chance }: Scene, secretId = chance.pick(account.secrets)): Call[] {
  const encryptionContext = { SecretARN: secretId, SecretVersionId: 'EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE' };
  const key = account.keys[0] ?? '';
  return [
    call('secretsmanager', 'GetSecretValue', { secretId }),
    {
      ...call('kms', 'Decrypt', { encryptionAlgorithm: 'SYMMETRIC_DEFAULT', encryptionContext }),
      resources: keyResource(account, key),
      through: 'secretsmanager.amazonaws.com',
    },
  ];
}
