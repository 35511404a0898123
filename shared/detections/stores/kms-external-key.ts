import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { newcomer } from './newcomer.ts';

const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';

function created(origin: string, difference = {}) {
  return record('kms', 'CreateKey', {
    params: { origin, keySpec: 'SYMMETRIC_DEFAULT', keyUsage: 'ENCRYPT_DECRYPT' },
    response: { keyMetadata: { keyId, origin } },
    ...difference,
  });
}
const imported = (difference = {}) =>
  record('kms', 'ImportKeyMaterial', { params: { keyId, expirationModel: 'KEY_MATERIAL_EXPIRES' }, ...difference });

/** What is brought in from outside, in words that complete "alice …"; undefined for a key that KMS makes itself. */
function broughtIn({ name, params, response }: TrailEvent): { what: string; target: string } | undefined {
  const id = filled(params, 'keyId') ?? filled(response, 'keyMetadata', 'keyId') ?? '(unknown)';
  switch (name) {
    case 'ImportKeyMaterial':
      return { what: `imported the material of key ${id}`, target: id };
    case 'CreateKey': {
      const origin = filled(params, 'origin');
      if (origin !== 'EXTERNAL' && origin !== 'EXTERNAL_KEY_STORE') return undefined;
      return { what: `made key ${id} whose material comes from outside`, target: id };
    }
    default: {
      if (filled(params, 'customKeyStoreType') !== 'EXTERNAL_KEY_STORE') return undefined;
      const store = filled(params, 'customKeyStoreName') ?? '(unknown)';
      return { what: `connected key store ${store} outside AWS`, target: store };
    }
  }
}

export default defineDetection({
  id: 'kms-external-key',
  topic: 'X',
  title: 'Key whose material comes from outside',
  severity: 'high',
  attack: ['T1486'],
  why: 'Only its owner has the material: it can expire or be taken away at once, without the days a deletion waits. Data encrypted with it can be held to ransom.',
  benign: ['Keys kept in a hardware module of your own'],
  runbook: [
    'Ask {principal} where the material of {target} is kept.',
    'See what it is used for: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=ResourceName,AttributeValue={target}; aws kms list-grants --key-id {target} --region {region}.',
    'If nobody can say: keep anything from being encrypted with it (a Deny on kms:Encrypt and kms:GenerateDataKey for {target}), and copy what already is under another key while it answers.',
    'See what else {principal} did from {time-1h} to {time+1h}.',
  ],
  on: { source: 'kms', names: ['CreateKey', 'ImportKeyMaterial', 'CreateCustomKeyStore'] },
  match: (event) => {
    const found = broughtIn(event);
    return found !== undefined && { ...found, resource: `key ${found.target}` };
  },
  state: { firstSeen: newcomer('medium') },
  examples: () => ({
    fires: [
      {
        title: 'by somebody new',
        severity: 'high',
        records: [...daily(6, (minute) => imported({ minute, by: role('key-ceremony') })), created('EXTERNAL')],
      },
      { title: 'little is known yet', severity: 'medium', records: [imported()] },
      {
        title: 'a key store',
        severity: 'medium',
        records: [
          record('kms', 'CreateCustomKeyStore', {
            params: { customKeyStoreName: 'outside', customKeyStoreType: 'EXTERNAL_KEY_STORE' },
          }),
        ],
      },
      {
        title: 'a key of such a store',
        severity: 'medium',
        records: [created('EXTERNAL_KEY_STORE')],
      },
    ],
    quiet: [
      { title: 'Terraform builds a key', records: [created('AWS_KMS')] },
      { title: 'refused', records: [imported({ error: { code: 'AccessDenied' } })] },
      {
        title: 'a key store in CloudHSM',
        records: [
          record('kms', 'CreateCustomKeyStore', {
            params: { customKeyStoreName: 'inside', customKeyStoreType: 'AWS_CLOUDHSM' },
          }),
        ],
      },
    ],
  }),
});
