import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import { LOSING_CALLS, lossIn } from './security-services.ts';

const detectorId = '12abc34d567e8fa901bc2d34e56789f0';

function guardDuty(name: string, params: Record<string, unknown>, difference: Difference = {}) {
  return record('guardduty', name, { params: { detectorId, ...params }, ...difference });
}
function archive(criterion: Record<string, unknown>) {
  return guardDuty('CreateFilter', { name: 'quiet', action: 'ARCHIVE', findingCriteria: { criterion } });
}

export default defineDetection({
  id: 'sec-services-off',
  topic: 'L',
  title: 'Security service switched off',
  severity: 'high',
  attack: ['T1685'],
  why: 'GuardDuty, AWS Config, Security Hub and Access Analyzer see what this pipeline does not. Switching them off is how an attacker makes room.',
  benign: ['The service moves to a delegated administrator', 'Cost in a test account'],
  runbook: [
    'Ask {principal} why, and whether an administrator account still watches {account}.',
    'See what is left in {region}: aws guardduty list-detectors --region {region}; aws configservice describe-configuration-recorder-status --region {region}; aws securityhub describe-hub --region {region}; aws accessanalyzer list-analyzers --region {region}.',
    'If not meant, switch it on again: aws guardduty create-detector --enable --region {region}; aws configservice start-configuration-recorder --configuration-recorder-name default --region {region}; aws securityhub enable-security-hub --region {region}.',
    'Look in other regions too, and at what else {principal} did: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}.',
  ],
  on: { source: ['guardduty', 'config', 'securityhub', 'access-analyzer'], names: LOSING_CALLS },
  match: (event) => {
    const loss = lossIn(event);
    return loss !== undefined && { ...loss, resource: `${event.service} in ${event.account}, ${event.region}` };
  },
  examples: () => ({
    fires: [
      { title: 'GuardDuty detector deleted', severity: 'high', records: [guardDuty('DeleteDetector', {})] },
      { title: 'GuardDuty switched off', severity: 'high', records: [guardDuty('UpdateDetector', { enable: false })] },
      {
        title: 'a feature of GuardDuty switched off',
        severity: 'medium',
        records: [
          guardDuty('UpdateDetector', { enable: true, features: [{ name: 'S3_DATA_EVENTS', status: 'DISABLED' }] }),
        ],
      },
      { title: 'all findings archived', severity: 'high', records: [archive({ severity: { gte: 1 } })] },
      {
        title: 'findings of one kind archived',
        severity: 'medium',
        records: [archive({ type: { eq: ['Recon:EC2/Portscan'] } })],
      },
      {
        title: 'AWS Config stopped',
        severity: 'high',
        records: [record('config', 'StopConfigurationRecorder', { params: { configurationRecorderName: 'default' } })],
      },
      { title: 'Security Hub off', severity: 'high', records: [record('securityhub', 'DisableSecurityHub')] },
      {
        title: 'analyzer deleted',
        severity: 'high',
        records: [record('access-analyzer', 'DeleteAnalyzer', { params: { analyzerName: 'account' } })],
      },
      {
        title: 'S3 logs of GuardDuty switched off, the older way',
        severity: 'medium',
        records: [guardDuty('UpdateDetector', { dataSources: { s3Logs: { enable: false } } })],
      },
      {
        title: 'Kubernetes logs of GuardDuty switched off, the older way',
        severity: 'medium',
        records: [guardDuty('UpdateDetector', { dataSources: { kubernetes: { auditLogs: { enable: false } } } })],
      },
      {
        title: 'a filter changed to archive one kind, beside other criteria',
        severity: 'medium',
        records: [
          guardDuty('UpdateFilter', {
            filterName: 'mine',
            action: 'ARCHIVE',
            findingCriteria: { criterion: { severity: { gte: 1 }, type: { eq: ['Recon:EC2/Portscan'] } } },
          }),
        ],
      },
    ],
    quiet: [
      {
        title: 'a filter that goes on sorting only',
        records: [guardDuty('UpdateFilter', { filterName: 'mine', rank: 1 })],
      },
      {
        title: 'how often GuardDuty publishes',
        records: [guardDuty('UpdateDetector', { findingPublishingFrequency: 'SIX_HOURS' })],
      },
      { title: 'switched on again', records: [guardDuty('UpdateDetector', { enable: true })] },
      { title: 'a filter that only sorts', records: [guardDuty('CreateFilter', { name: 'mine', action: 'NOOP' })] },
      {
        title: 'the filter of another service',
        records: [record('inspector2', 'CreateFilter', { params: { name: 'quiet', action: 'ARCHIVE' } })],
      },
      { title: 'refused', records: [guardDuty('DeleteDetector', {}, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
