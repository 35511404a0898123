import { byPipeline } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import { harms, PART_CALLS, PART_SOURCES, partsNamed } from './pipeline-part.ts';

const call = (service: string, name: string, params: Record<string, unknown>, difference: Difference = {}) =>
  record(service, name, { params, ...difference });
const ingest = { functionName: 'gatetrail-prod-ingest' };

export default defineDetection({
  id: 'self-pipeline-tampered',
  topic: 'L',
  title: 'Part of this pipeline changed',
  severity: 'critical',
  attack: ['T1685'],
  why: 'These are the parts that read the log and send alerts, this one too. Whoever changes them decides what you are told.',
  benign: ['An upgrade of Gatetrail by somebody who is not on the list deployRoles'],
  runbook: [
    'Ask {principal} whether they upgraded Gatetrail at {time}; put the role that deploys it on lists.deployRoles.',
    'If not, look at the change: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+1h}.',
    'Deploy the released version again, then redrive the dead-letter queues: records wait there and in the bucket, nothing is lost.',
    'Replay the logs of {time-24h} to now on a laptop, with a copy of the code you trust: gatetrail replay s3://… --since {time-24h}.',
  ],
  on: { source: PART_SOURCES, names: PART_CALLS },
  match: (event) => {
    const parts = harms(event) ? partsNamed(event) : [];
    if (parts.length === 0) return false;
    const [first = ''] = parts;
    const { roleArn, name } = event.principal;
    return {
      what: `called ${event.service}:${event.name} on ${first}, a part of this pipeline`,
      resource: first,
      target: first,
      severity: byPipeline(event) ? 'medium' : 'critical',
      listed: [
        { list: 'pipeline', names: parts, quiet: 'unlisted' },
        { list: 'deployRoles', names: roleArn === undefined ? [name] : [name, roleArn], quiet: 'listed' },
      ],
    };
  },
  examples: () => ({
    fires: [
      {
        title: 'its code replaced',
        severity: 'critical',
        records: [call('lambda', 'UpdateFunctionCode20150331v2', ingest)],
      },
      {
        title: 'throttled to zero',
        severity: 'critical',
        records: [call('lambda', 'PutFunctionConcurrency20171031', { ...ingest, reservedConcurrentExecutions: 0 })],
      },
      {
        title: 'its queue emptied',
        severity: 'critical',
        records: [
          call('sqs', 'PurgeQueue', {
            queueUrl: 'https://sqs.eu-central-1.amazonaws.com/111111111111/gatetrail-prod-ingest',
          }),
        ],
      },
      {
        title: 'a role that is not on the list',
        severity: 'critical',
        lists: { deployRoles: ['ship-*'] },
        records: [call('dynamodb', 'DeleteTable', { tableName: 'gatetrail-prod-state' }, { by: role('app') })],
      },
      {
        title: 'by CloudFormation',
        severity: 'medium',
        records: [
          call('lambda', 'UpdateFunctionCode20150331v2', ingest, {
            also: { userIdentity: { ...role('admin'), invokedBy: 'cloudformation.amazonaws.com' } },
          }),
        ],
      },
      {
        title: 'a part under a name of your own',
        severity: 'critical',
        lists: { pipeline: ['alarm-reader'] },
        records: [call('monitoring', 'DeleteAlarms', { alarmNames: ['alarm-reader'] })],
      },
    ],
    quiet: [
      {
        title: 'the role that deploys it',
        lists: { deployRoles: ['ship-*'] },
        records: [call('lambda', 'UpdateFunctionCode20150331v2', ingest, { by: role('ship-gatetrail') })],
      },
      {
        title: 'another function',
        records: [call('lambda', 'UpdateFunctionCode20150331v2', { functionName: 'orders' })],
      },
      { title: 'it is looked at', records: [call('lambda', 'GetFunction20150331v2', ingest)] },
      {
        title: 'a name that another service gives to a harmless call',
        records: [call('s3', 'UpdateTable', { tableName: 'gatetrail-prod-state' })],
      },
      {
        title: 'refused',
        records: [call('lambda', 'DeleteFunction20150331', ingest, { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
