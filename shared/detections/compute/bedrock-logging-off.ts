import { at, flag } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import { pipeline } from './example-instances.ts';

const off = (difference: Difference = {}) => record('bedrock', 'DeleteModelInvocationLoggingConfiguration', difference);
const put = (loggingConfig: Record<string, unknown>) =>
  record('bedrock', 'PutModelInvocationLoggingConfiguration', { params: { loggingConfig } });

export default defineDetection({
  id: 'bedrock-logging-off',
  topic: 'X',
  title: 'Log of AI model use switched off',
  severity: 'high',
  attack: ['T1685.002'],
  why: 'Only this log holds what models were asked and what they answered. Those who resell stolen keys look for it and switch it off before they start.',
  benign: ['Logs move to another account', 'Cost in a test account'],
  runbook: [
    'Ask {principal} why the use of models shall not be logged in {region}.',
    'See the setting: aws bedrock get-model-invocation-logging-configuration --region {region}; switch it on again: aws bedrock put-model-invocation-logging-configuration --region {region} --logging-config file://config.json',
    'See who uses models since {time}: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventSource,AttributeValue=bedrock.amazonaws.com --start-time {time-1h} --end-time {time+6h}.',
    'If nobody meant it, stop the credentials ({key}) and look at the cost of Bedrock in all regions.',
  ],
  on: {
    source: 'bedrock',
    names: ['DeleteModelInvocationLoggingConfiguration', 'PutModelInvocationLoggingConfiguration'],
  },
  match: (event) => {
    const about = { resource: `Bedrock’s invocation log of ${event.account} in ${event.region}` };
    if (event.name === 'DeleteModelInvocationLoggingConfiguration')
      return { ...about, what: `switched off the log of AI model use in ${event.region}`, ...shipped(event, 'medium') };
    if (flag(at(event.params, 'loggingConfig'), 'textDataDeliveryEnabled') !== false) return false;
    return {
      ...about,
      severity: 'medium',
      what: `left texts out of the log of AI model use in ${event.region}`,
      ...shipped(event),
    };
  },
  examples: () => ({
    fires: [
      { title: 'switched off', severity: 'high', records: [off()] },
      {
        title: 'texts left out',
        severity: 'medium',
        records: [put({ textDataDeliveryEnabled: false, s3Config: { bucketName: 'logs' } })],
      },
      { title: 'by a pipeline', severity: 'medium', records: [off({ by: pipeline() })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'medium',
        lists: { deployRoles: ['deploy'] },
        records: [off({ by: role('deploy') })],
      },
    ],
    quiet: [
      { title: 'switched on', records: [put({ textDataDeliveryEnabled: true, s3Config: { bucketName: 'logs' } })] },
      { title: 'images left out', records: [put({ textDataDeliveryEnabled: true, imageDataDeliveryEnabled: false })] },
      { title: 'refused', records: [off({ error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
