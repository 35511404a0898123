import { defineDetection } from '../define.ts';
import { type Difference, FOREIGN, record, role } from '../example.ts';
import { alarmsCut, logsCut } from './log-pipeline.ts';

const TRAIL_GROUP = 'aws-cloudtrail-logs-111111111111-0a1b2c3d';
const API_GROUP = 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod';
const APP_GROUP = '/aws/lambda/orders';

function logs(name: string, logGroupName: string, params: Record<string, unknown> = {}, difference: Difference = {}) {
  return record('logs', name, { params: { logGroupName, ...params }, ...difference });
}
function alarms(name: string, alarmName: string, difference: Difference = {}) {
  return record('monitoring', name, { params: { alarmNames: [alarmName] }, ...difference });
}
const pipeline = {
  by: {
    ...role(),
    sessionContext: { webIdFederationData: { federatedProvider: 'token.actions.githubusercontent.com' } },
  },
};
const template = { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } };
function subscription(account: string) {
  return {
    filterName: 'all',
    filterPattern: '',
    destinationArn: `arn:aws:logs:eu-central-1:${account}:destination:all`,
  };
}

export default defineDetection({
  id: 'ct-cwl-pipeline-cut',
  topic: 'L',
  title: 'Log group, filter, retention or alarm cut',
  severity: 'high',
  attack: ['T1685.002'],
  why: 'Logs that are gone, expire tomorrow or ring no alarm any more tell nobody anything; a subscription to a stranger tells them everything.',
  benign: [
    'An application and its log groups are taken down',
    'Cost: shorter retention',
    'Alarms are replaced by others',
  ],
  runbook: [
    'Ask {principal} why; a log group that was deleted can’t be brought back.',
    'See what is left of {target}: aws logs describe-log-groups --region {region} --log-group-name-prefix "{target}"; aws logs describe-subscription-filters --region {region} --log-group-name "{target}"; aws logs describe-metric-filters --region {region} --log-group-name "{target}".',
    'If a trail wrote there, see whether it still can: aws cloudtrail describe-trails --region {region} (CloudWatchLogsLogGroupArn), then aws cloudtrail get-trail-status --region {region} --name NAME.',
    'Use what is kept elsewhere for the time around {time}: the trail’s bucket, or aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h}.',
  ],
  on: {
    source: ['logs', 'monitoring'],
    names: [
      'DeleteAlarms',
      'DeleteLogGroup',
      'DeleteLogStream',
      'DeleteMetricFilter',
      'DeleteSubscriptionFilter',
      'DisableAlarmActions',
      'PutRetentionPolicy',
      'PutSubscriptionFilter',
    ],
  },
  match: (event) => (event.service === 'logs' ? logsCut(event) : alarmsCut(event)),
  examples: () => ({
    fires: [
      { title: 'the trail’s group deleted', severity: 'critical', records: [logs('DeleteLogGroup', TRAIL_GROUP)] },
      {
        title: 'a stream of the trail’s group deleted',
        severity: 'critical',
        records: [logs('DeleteLogStream', TRAIL_GROUP, { logStreamName: '111111111111_CloudTrail_eu-central-1' })],
      },
      { title: 'an API’s group deleted', severity: 'high', records: [logs('DeleteLogGroup', API_GROUP)] },
      { title: 'an application’s group deleted', severity: 'low', records: [logs('DeleteLogGroup', APP_GROUP)] },
      {
        title: 'the trail’s metric filter deleted',
        severity: 'high',
        records: [logs('DeleteMetricFilter', TRAIL_GROUP, { filterName: 'cis-root-usage' })],
      },
      {
        title: 'the trail’s entries expire after a day',
        severity: 'high',
        records: [logs('PutRetentionPolicy', TRAIL_GROUP, { retentionInDays: 1 })],
      },
      {
        title: 'API logs sent to a stranger',
        severity: 'critical',
        records: [logs('PutSubscriptionFilter', API_GROUP, subscription(FOREIGN))],
      },
      {
        title: 'an application’s logs sent to a stranger',
        severity: 'high',
        records: [logs('PutSubscriptionFilter', APP_GROUP, subscription(FOREIGN))],
      },
      {
        title: 'the trail’s entries sent on within the account',
        severity: 'medium',
        records: [logs('PutSubscriptionFilter', TRAIL_GROUP, subscription('111111111111'))],
      },
      {
        title: 'security alarm silenced',
        severity: 'high',
        records: [alarms('DisableAlarmActions', 'cis-3.3-root-usage')],
      },
      {
        title: 'security alarm deleted by a pipeline',
        severity: 'medium',
        records: [alarms('DeleteAlarms', 'cis-3.3-root-usage', pipeline)],
      },
      {
        title: 'an API’s alarm deleted by a pipeline',
        severity: 'low',
        records: [alarms('DeleteAlarms', 'orders-api-5xx', pipeline)],
      },
      {
        title: 'an API’s group deleted by a template',
        severity: 'low',
        records: [logs('DeleteLogGroup', API_GROUP, {}, template)],
      },
      {
        title: 'the trail’s group deleted by a template',
        severity: 'critical',
        records: [logs('DeleteLogGroup', TRAIL_GROUP, {}, template)],
      },
      { title: 'another alarm deleted', severity: 'low', records: [alarms('DeleteAlarms', 'orders-queue-depth')] },
      {
        title: 'an API’s subscription cut',
        severity: 'high',
        records: [logs('DeleteSubscriptionFilter', API_GROUP, { filterName: 'all' })],
      },
      {
        title: 'an application’s subscription cut',
        severity: 'low',
        records: [logs('DeleteSubscriptionFilter', APP_GROUP, { filterName: 'all' })],
      },
      {
        title: 'an application’s metric filter deleted',
        severity: 'low',
        records: [logs('DeleteMetricFilter', APP_GROUP, { filterName: 'errors' })],
      },
      {
        title: 'an API’s entries expire after four weeks',
        severity: 'medium',
        records: [logs('PutRetentionPolicy', API_GROUP, { retentionInDays: 28 })],
      },
    ],
    quiet: [
      {
        title: 'an API’s entries expire after a month',
        records: [logs('PutRetentionPolicy', API_GROUP, { retentionInDays: 30 })],
      },
      {
        title: 'entries kept for longer',
        records: [logs('PutRetentionPolicy', TRAIL_GROUP, { retentionInDays: 400 })],
      },
      {
        title: 'an application’s entries expire after a week',
        records: [logs('PutRetentionPolicy', APP_GROUP, { retentionInDays: 7 })],
      },
      {
        title: 'an application’s logs collected by a trusted account',
        trusted: [FOREIGN],
        records: [logs('PutSubscriptionFilter', APP_GROUP, subscription(FOREIGN))],
      },
      {
        title: 'target tracking cleans up',
        records: [alarms('DeleteAlarms', 'TargetTracking-service/orders-AlarmHigh')],
      },
      { title: 'refused', records: [logs('DeleteLogGroup', TRAIL_GROUP, {}, { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
