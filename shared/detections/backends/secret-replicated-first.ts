import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list } from '../../cloudtrail/field.ts';
import { secretName } from '../../settings/secret.ts';
import { defineDetection } from '../define.ts';
import { daily, record } from '../example.ts';
import { ORDINARY_WEEK } from '../roles/assumption.ts';

function regionsOf({ params }: TrailEvent): string[] {
  return list(params, 'addReplicaRegions')
    .map((replica) => filled(replica, 'region'))
    .filter((region) => region !== undefined)
    .sort();
}

function replicate(
  region: string,
  minute = 0,
  name: 'ReplicateSecretToRegions' | 'CreateSecret' = 'ReplicateSecretToRegions',
) {
  const params = { secretId: 'prod/db', name: 'prod/db', addReplicaRegions: [{ region }] };
  return record('secretsmanager', name, { minute, params });
}

/** Part of the catalogue's row `secret-policy-foreign`. */
export default defineDetection({
  id: 'secret-replicated-first',
  topic: 'B',
  title: 'Secret copied to a new region',
  severity: 'medium',
  attack: ['T1535'],
  why: 'The copy has the same value, and whoever may read secrets there reads it where nobody looks. It stays when the original is protected better.',
  benign: ['A second region for disaster recovery'],
  runbook: [
    'Ask {principal} which project needs secret {target} there.',
    'See where it is: aws secretsmanager describe-secret --secret-id {target} --region {region} (ReplicationStatus).',
    'If not meant: aws secretsmanager remove-regions-from-replication --secret-id {target} --region {region} --remove-replica-regions REGION, then rotate it.',
    'Look for reads of the copy: aws cloudtrail lookup-events --region REGION --lookup-attributes AttributeKey=EventName,AttributeValue=GetSecretValue --start-time {time}.',
  ],
  on: { source: 'secretsmanager', names: ['CreateSecret', 'ReplicateSecretToRegions'] },
  match: (event) => {
    const regions = regionsOf(event);
    const name = secretName(filled(event.params, 'secretId') ?? filled(event.params, 'name')) ?? '(unknown)';
    if (regions.length === 0) return false;
    return { resource: `secret ${name}`, target: name, what: `copied secret ${name} to ${regions.join(', ')}` };
  },
  state: {
    firstSeen: {
      subject: (event) => event.account,
      value: (event) => regionsOf(event).join(', '),
      noun: 'region for copies',
      learnDays: 1,
      learnFrom: 'account',
    },
  },
  examples: () => ({
    fires: [
      { title: 'the first copy', severity: 'medium', records: [...ORDINARY_WEEK, replicate('ap-southeast-1')] },
      {
        title: 'another region than always',
        severity: 'medium',
        records: [...daily(1, (minute) => replicate('eu-west-1', minute)), replicate('ap-southeast-1')],
      },
      {
        title: 'when it is made',
        severity: 'medium',
        records: [...ORDINARY_WEEK, replicate('ap-southeast-1', 0, 'CreateSecret')],
      },
    ],
    quiet: [
      {
        title: 'the same region as always',
        records: [...daily(5, (minute) => replicate('eu-west-1', minute)), replicate('eu-west-1')],
      },
      {
        title: 'a secret without copies',
        records: [...ORDINARY_WEEK, record('secretsmanager', 'CreateSecret', { params: { name: 'prod/db' } })],
      },
    ],
  }),
});
