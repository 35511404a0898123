import { defineSequence } from '../define.ts';
import { patch, record } from '../example.ts';

const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const unguarded = (restApiId = stage.restApiId, minute = 0) =>
  record('wafv2', 'DisassociateWebACL', {
    minute,
    params: { resourceArn: `arn:aws:apigateway:eu-central-1::/restapis/${restApiId}/stages/prod` },
  });
const unthrottled = (minute: number) =>
  patch('UpdateStage', stage, [['remove', '/*/*/throttling/rateLimit']], { minute });
const unlimited = (minute: number, apiStage = 'a1b2c3d4e5:prod') =>
  patch('UpdateUsagePlan', { usagePlanId: 'p1l2a3' }, [['remove', '/throttle']], {
    minute,
    response: { id: 'p1l2a3', apiStages: [{ apiId: apiStage.split(':')[0], stage: 'prod' }] },
  });
const unlogged = patch('UpdateStage', stage, [['remove', '/accessLogSettings']], { minute: 2 });

export default defineSequence({
  id: 'seq-api-shield-strip',
  topic: 'W',
  title: 'API stripped of its shields',
  severity: 'critical',
  attack: ['T1686.001', 'T1499.003'],
  why: 'Without WAF and throttles an API can be searched, guessed at and emptied at full speed. Nobody takes both away by mistake.',
  benign: ['A stage is taken down', 'A load test on a stage of its own'],
  runbook: [
    'Ask {principal} why API {api} has to do without WAF and throttles.',
    'See the stages now: aws apigateway get-stages --rest-api-id {api} --region {region} (webAclArn, methodSettings, accessLogSettings)',
    'Put both back: aws wafv2 associate-web-acl with the ACL of before, and the rate and burst limits that the events named here removed.',
    'Watch the Count, 4XXError and Latency metrics of {api} since {time-1h}: a flood or a scan shows there even without an access log.',
    'Take the credentials of {principal} away and look at what they did from {time-24h}.',
  ],
  key: 'api',
  withinHours: 6,
  ordered: false,
  steps: [
    { title: 'web ACL taken off', detections: ['waf-disassociated-apigw'] },
    {
      title: 'throttle or quota taken away',
      detections: ['apigw-throttle-removed', 'apigw-usage-plan-weakened'],
      minSeverity: 'medium',
    },
    { title: 'access log switched off', optional: true, detections: ['apigw-access-log-disabled'] },
  ],
  examples: () => ({
    fires: [
      { title: 'WAF, then throttle', severity: 'critical', records: [unguarded(), unthrottled(1)] },
      {
        title: 'throttle, then WAF, and the log between',
        severity: 'critical',
        records: [unthrottled(0), unlogged, unguarded(stage.restApiId, 3)],
      },
      { title: 'the usage plan of the API', severity: 'critical', records: [unguarded(), unlimited(200)] },
    ],
    quiet: [
      { title: 'WAF only', records: [unguarded(), unguarded(stage.restApiId, 5)] },
      { title: 'WAF and log, but not the throttle', records: [unguarded(), unlogged] },
      { title: 'of two APIs', records: [unguarded('z9y8x7w6v5'), unthrottled(1)] },
      { title: 'the usage plan of another API', records: [unguarded(), unlimited(1, 'z9y8x7w6v5:prod')] },
      { title: 'half a day apart', records: [unguarded(), unthrottled(720)] },
    ],
  }),
});
