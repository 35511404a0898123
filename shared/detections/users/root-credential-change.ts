import { accountOf } from '../../cloudtrail/arn.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, ROOT, record } from '../example.ts';
import { isAssumedRoot, rootCredentialChange } from './root.ts';

const key = { accessKey: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', status: 'Active' } };
const serialNumber = `arn:aws:iam::${ACCOUNT}:mfa/root-account-mfa-device`;

function byRoot(name: string, difference: Difference = {}) {
  return record('iam', name, { region: 'us-east-1', by: ROOT, ...difference });
}

function onPage(name: string, result: 'Success' | 'Failure') {
  const also = { eventType: 'AwsConsoleSignIn' };
  return record('signin', name, { region: 'us-east-1', by: ROOT, response: { [name]: result }, also });
}

const ASSUMED_ROOT = {
  ...ROOT,
  sessionContext: { attributes: { mfaAuthenticated: 'false' }, assumedRoot: 'true' },
};

export default defineDetection({
  id: 'root-credential-change',
  topic: 'U',
  title: 'Credentials of root changed',
  severity: 'critical',
  attack: ['T1098.001'],
  why: 'Whoever holds root’s password, email address, key or MFA device owns the account: no policy of the account limits root, and the owner may be locked out.',
  benign: ['The first MFA device of a new account', 'A planned change of the account’s owner'],
  runbook: [
    'Ask the owners of account {account} whether root was used at {time} from {ip}; treat it as a take-over until they say so.',
    'Secure the mailbox of root’s email address first: it resets everything else.',
    'As root, check password, MFA devices, access keys and the email address; delete every access key of root: aws iam get-account-summary shows AccountAccessKeysPresent and AccountMFAEnabled.',
    'See what root did around it: aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=Username,AttributeValue=root --start-time {time-1h}.',
  ],
  on: {
    source: ['iam', 'signin', 'account'],
    names: [
      'AcceptPrimaryEmailUpdate',
      'CreateAccessKey',
      'CreateLoginProfile',
      'DeactivateMFADevice',
      'EmailUpdated',
      'EnableMFADevice',
      'PasswordRecoveryCompleted',
      'PasswordUpdated',
      'UpdateAccessKey',
      'UploadSigningCertificate',
    ],
  },
  match: (event) => {
    const what = rootCredentialChange(event);
    if (what === undefined) return false;
    const account = accountOf(filled(event.params, 'accountId') ?? '') ?? event.account;
    // Taking root's credentials away from the management account is how AWS advises to keep them safe.
    const hardening = isAssumedRoot(event) && event.name === 'DeactivateMFADevice';
    return {
      resource: `root of account ${account}`,
      target: 'root',
      what,
      severity: hardening ? 'medium' : 'critical',
      reasons: isAssumedRoot(event) ? ['in a session of AssumeRoot, from the management account'] : [],
    };
  },
  examples: () => ({
    fires: [
      { title: 'an access key', severity: 'critical', records: [byRoot('CreateAccessKey', { response: key })] },
      { title: 'a password', severity: 'critical', records: [onPage('PasswordUpdated', 'Success')] },
      { title: 'an email address', severity: 'critical', records: [onPage('EmailUpdated', 'Success')] },
      {
        title: 'an MFA device gone',
        severity: 'critical',
        records: [byRoot('DeactivateMFADevice', { params: { serialNumber } })],
      },
      {
        title: 'a member’s email address, from the management account',
        severity: 'critical',
        records: [record('account', 'AcceptPrimaryEmailUpdate', { params: { accountId: '222222222222' } })],
      },
      {
        title: 'the management account removes a member’s device',
        severity: 'medium',
        records: [byRoot('DeactivateMFADevice', { params: { serialNumber }, by: ASSUMED_ROOT })],
      },
      {
        title: 'a key switched on',
        severity: 'critical',
        records: [byRoot('UpdateAccessKey', { params: { accessKeyId: key.accessKey.accessKeyId, status: 'Active' } })],
      },
      {
        title: 'its MFA device gone, under the name of the account',
        severity: 'critical',
        records: [byRoot('DeactivateMFADevice', { params: { userName: 'example-account', serialNumber } })],
      },
      {
        title: 'a key, under a name that says root',
        severity: 'critical',
        records: [byRoot('CreateAccessKey', { params: { userName: 'root-account' } })],
      },
    ],
    quiet: [
      {
        title: 'root creates a key for an IAM user',
        records: [byRoot('CreateAccessKey', { params: { userName: 'svc-backup' }, response: key })],
      },
      { title: 'a wrong old password', records: [onPage('PasswordUpdated', 'Failure')] },
      {
        title: 'root switches its key off',
        records: [
          byRoot('UpdateAccessKey', { params: { accessKeyId: key.accessKey.accessKeyId, status: 'Inactive' } }),
        ],
      },
    ],
  }),
});
