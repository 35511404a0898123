import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, texts } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import { pipeline } from './example-instances.ts';

const KEY = 'ssh-ed25519 AAAAexample';

/** The SSH keys that a call lets in. */
function keysIn({ params }: TrailEvent): readonly string[] {
  const one = filled(params, 'publicKey');
  return [...(one === undefined ? [] : [one]), ...texts(params, 'publicKeys'), ...texts(params, 'addPublicKeys')];
}

const call = (name: string, more: Record<string, unknown>, difference: Difference = {}) =>
  record('glue', name, { params: { endpointName: 'dev', ...more }, ...difference });

export default defineDetection({
  id: 'glue-dev-endpoint-key',
  topic: 'X',
  title: 'SSH key put on a Glue development endpoint',
  severity: 'medium',
  attack: ['T1098.004', 'T1548'],
  why: 'The endpoint is a machine with a role of AWS Glue, which often reads all data. Whoever puts a key on it has that role.',
  benign: ['A developer of jobs sets up an endpoint, which few still do'],
  runbook: [
    'Ask {principal} whose key it is and what endpoint {target} is for.',
    'See its role and keys: aws glue get-dev-endpoint --region {region} --endpoint-name {target} --query "DevEndpoint.[RoleArn,PublicKeys,PublicAddress]".',
    'If it was not meant: aws glue delete-dev-endpoint --region {region} --endpoint-name {target}.',
    'See what the role did since {time}; its sessions are named GlueJobRunnerSession or after the endpoint.',
  ],
  on: { source: 'glue', names: ['CreateDevEndpoint', 'UpdateDevEndpoint'] },
  match: (event) => {
    if (keysIn(event).length === 0) return false;
    const target = filled(event.params, 'endpointName') ?? 'without a name';
    const roleArn = filled(event.params, 'roleArn');
    return {
      resource: `development endpoint ${target}`,
      target,
      what: `put an SSH key on Glue endpoint ${target}${roleArn === undefined ? '' : ` with role ${nameOf(roleArn)}`}`,
      ...shipped(event),
    };
  },
  examples: () => ({
    fires: [
      {
        title: 'a new endpoint',
        severity: 'medium',
        records: [call('CreateDevEndpoint', { roleArn: 'arn:aws:iam::111111111111:role/glue-etl', publicKey: KEY })],
      },
      {
        title: 'an endpoint in use',
        severity: 'medium',
        records: [call('UpdateDevEndpoint', { addPublicKeys: [KEY] })],
      },
      {
        title: 'by a pipeline',
        severity: 'low',
        records: [call('CreateDevEndpoint', { publicKeys: [KEY] }, { by: pipeline() })],
      },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [call('CreateDevEndpoint', { publicKeys: [KEY] }, { by: role('deploy') })],
      },
    ],
    quiet: [
      { title: 'without a key', records: [call('CreateDevEndpoint', { numberOfNodes: 2 })] },
      { title: 'keys taken away', records: [call('UpdateDevEndpoint', { deletePublicKeys: [KEY] })] },
      {
        title: 'refused',
        records: [call('UpdateDevEndpoint', { addPublicKeys: [KEY] }, { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
