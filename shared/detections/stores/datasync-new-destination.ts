import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { eased } from './deploys.ts';
import { firstIn } from './newcomer.ts';

const location = (name: string, params: Record<string, unknown>, difference = {}) =>
  record('datasync', name, { params, ...difference });
const storage = (serverHostname: string, difference = {}) =>
  location('CreateLocationObjectStorage', { serverHostname, bucketName: 'dump', serverProtocol: 'HTTPS' }, difference);
const endpoint = (endpointType: string, serverName: string, difference = {}) =>
  record('dms', 'CreateEndpoint', {
    params: { endpointIdentifier: 'copy', endpointType, engineName: 'mysql', serverName, username: 'admin' },
    ...difference,
  });
const usual = daily(6, (minute) => storage('files.example.com', { minute, by: role() }));

/** What a call makes data flow to: a host, a container or a bucket outside this account's own services. */
function destinationOf(event: TrailEvent): string | undefined {
  const { params } = event;
  // Both services call one end of a copy an endpoint; only a target receives.
  if (event.service === 'dms' && filled(params, 'endpointType')?.toLowerCase() !== 'target') return undefined;
  const url = filled(params, 'containerUrl') ?? filled(params, 'url');
  const host = url === undefined ? undefined : /^\w+:\/\/([^/?#]+)/.exec(url.slice(0, 1024))?.[1];
  return (
    host ??
    filled(params, 'serverHostname') ??
    filled(params, 'serverName') ??
    filled(params, 's3Settings', 'bucketName') ??
    filled(params, 's3BucketArn')
  )?.toLowerCase();
}

export default defineDetection({
  id: 'datasync-new-destination',
  topic: 'X',
  title: 'Data mover pointed at a new destination',
  severity: 'medium',
  attack: ['T1537', 'T1567.002'],
  why: 'DataSync, DMS and Transfer copy whole buckets and databases at line speed, without a read that anyone would notice.',
  benign: ['A migration', 'A new partner receives files'],
  runbook: [
    'Ask {principal} what goes to {target}, and whose it is.',
    'See what runs: aws datasync list-tasks --region {region}; aws datasync list-task-executions --region {region}; aws dms describe-replication-tasks --region {region}; aws transfer list-connectors --region {region}.',
    'Stop it if nobody can say: aws datasync cancel-task-execution --task-execution-arn ARN --region {region}; aws dms stop-replication-task --replication-task-arn ARN --region {region}.',
    'See how much left: BytesTransferred of aws datasync describe-task-execution --task-execution-arn ARN --region {region}.',
  ],
  on: {
    source: ['datasync', 'dms', 'transfer'],
    names: [
      'CreateLocationObjectStorage',
      'CreateLocationAzureBlob',
      'CreateLocationS3',
      'CreateLocationNfs',
      'CreateLocationSmb',
      'CreateEndpoint',
      'ModifyEndpoint',
      'CreateConnector',
      'UpdateConnector',
    ],
  },
  match: (event) => {
    const destination = destinationOf(event);
    if (destination === undefined) return false;
    const { service } = event;
    const what = `gave ${service === 'dms' ? 'DMS' : service === 'transfer' ? 'Transfer' : 'DataSync'} the new destination ${destination}`;
    return eased(event, { what, resource: `data transfers of account ${event.account}`, target: destination }, 'low');
  },
  state: { firstSeen: firstIn(destinationOf, 'destination', 'medium') },
  examples: () => ({
    fires: [
      { title: 'a host outside', severity: 'medium', records: [...usual, storage('drop.example.net')] },
      {
        title: "somebody's container",
        severity: 'medium',
        records: [location('CreateLocationAzureBlob', { containerUrl: 'https://drop.blob.core.example.net/in' })],
      },
      { title: 'a database to copy to', severity: 'medium', records: [endpoint('target', 'db.example.net')] },
      {
        title: 'by the pipeline',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [...usual, storage('new.example.com', { by: role() })],
      },
      {
        title: 'a partner that receives files',
        severity: 'medium',
        records: [record('transfer', 'CreateConnector', { params: { url: 'https://partner.example.net/in' } })],
      },
      {
        title: 'a bucket',
        severity: 'medium',
        records: [location('CreateLocationS3', { s3BucketArn: 'arn:aws:s3:::drop' })],
      },
      {
        title: 'a bucket for a database',
        severity: 'medium',
        records: [
          record('dms', 'CreateEndpoint', {
            params: { endpointType: 'target', engineName: 's3', s3Settings: { bucketName: 'drop' } },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'a database to copy from', records: [endpoint('source', 'db.example.net')] },
      { title: 'refused', records: [storage('drop.example.net', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
