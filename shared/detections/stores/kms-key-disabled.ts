import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { eased } from './deploys.ts';
import { KEY_LOSSES, keyLoss, lostKey } from './kms-loss.ts';

const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';

function call(name: string, params: Record<string, unknown> = {}, difference = {}) {
  return record('kms', name, { params: { keyId, ...params }, ...difference });
}

export default defineDetection({
  id: 'kms-key-disabled',
  topic: 'X',
  title: 'Encryption key disabled or set to be deleted',
  severity: 'high',
  attack: ['T1485', 'T1486'],
  why: 'What the key encrypted can be read by nobody: volumes, tables, secrets, logs. A deleted key is gone for good.',
  benign: ['An old key is retired', 'An environment is taken down'],
  runbook: [
    'Ask {principal} whether anything still uses {target}: aws kms describe-key --key-id {target} --region {region}; its users since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=ResourceName,AttributeValue={target}.',
    'Take it back while it waits: aws kms cancel-key-deletion --key-id {target} --region {region}, then aws kms enable-key --key-id {target} --region {region}.',
    'Imported material that was deleted must be imported again from your own copy: aws kms get-parameters-for-import.',
    'See what else {principal} did from {time-1h} to {time+1h}: deleted snapshots and disabled keys together are an extortion.',
  ],
  on: { source: 'kms', names: KEY_LOSSES },
  match: (event) => {
    const key = lostKey(event);
    if (key === undefined) return false;
    const { what, severity } = keyLoss(event, key);
    return eased(event, { what, severity, resource: `key ${key}`, target: key }, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'disabled', severity: 'high', records: [call('DisableKey')] },
      {
        title: 'to be deleted',
        severity: 'medium',
        records: [call('ScheduleKeyDeletion', { pendingWindowInDays: 7 })],
      },
      { title: 'imported material', severity: 'high', records: [call('DeleteImportedKeyMaterial')] },
      {
        title: 'a stack taken down',
        severity: 'low',
        records: [call('ScheduleKeyDeletion', {}, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
      {
        title: 'a key store cut off',
        severity: 'high',
        records: [record('kms', 'DisconnectCustomKeyStore', { params: { customKeyStoreId: 'cks-1234567890abcdef0' } })],
      },
    ],
    quiet: [
      { title: 'kept after all', records: [call('CancelKeyDeletion')] },
      { title: 'a new key', records: [record('kms', 'CreateKey', { params: { keySpec: 'SYMMETRIC_DEFAULT' } })] },
      { title: 'refused', records: [call('DisableKey', {}, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
