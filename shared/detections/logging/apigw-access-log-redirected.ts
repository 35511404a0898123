import { accountOf } from '../../cloudtrail/arn.ts';
import { defineDetection } from '../define.ts';
import { type Difference, FOREIGN, httpApi, patch } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { accessLogDestination } from './access-log.ts';

const SETTING = 'apigateway.stage.accessLogSettings.destinationArn';

/** Switching the log on is welcome; only a known move is alarming, and a move to a stranger whatever was before. */
function judge({ before, now }: Change): Verdict {
  if (before === now) return 'quiet';
  if (before === undefined) return { reason: 'where the log went before is not known' };
  if (before === '') return { reason: 'the stage had no access log before' };
  const reason = `the log went to ${before} before`;
  // Between accounts it is for `foreign` to say how grave it is: one's own log account is a usual place to move to.
  return accountOf(before) === accountOf(now) ? { severity: 'high', reason } : { reason };
}

const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const httpStage = { apiId: 'h1h2h3h4h5', stageName: '%24default' };
const DESTINATION = '/accessLogSettings/destinationArn';

function group(name: string, account = '111111111111') {
  return `arn:aws:logs:eu-central-1:${account}:log-group:/aws/apigateway/${name}`;
}
function firehose(account: string) {
  return `arn:aws:firehose:eu-central-1:${account}:deliverystream/amazon-apigateway-logs`;
}
function send(destination: string, difference: Difference = {}) {
  return patch('UpdateStage', stage, [['replace', DESTINATION, destination]], difference);
}
const BEFORE = { minute: -60 };

export default defineDetection({
  id: 'apigw-access-log-redirected',
  topic: 'L',
  title: 'Access log of a stage sent elsewhere',
  severity: 'high',
  attack: ['T1685.002'],
  why: 'Whoever reads the log looks in the old place and sees nothing wrong, while calls are recorded where they are not looked at, or where a stranger reads them.',
  benign: ['The log moves to another group or to a central account'],
  runbook: [
    'Ask {principal} why the access log of {resource} goes to {after} and no longer to {before}.',
    'See how it is now: aws apigateway get-stages --rest-api-id {api} --region {region} --query "item[].[stageName,accessLogSettings.destinationArn]" (HTTP API: aws apigatewayv2 get-stages --api-id {api} --region {region}).',
    'If not meant, set it back: aws apigateway update-stage --rest-api-id {api} --stage-name STAGE --region {region} --patch-operations op=replace,path=/accessLogSettings/destinationArn,value={before}.',
    'Read what was written to {after} since {time}: it holds the callers’ addresses, paths and identities.',
  ],
  on: { source: 'apigateway', names: ['CreateStage', 'UpdateStage'] },
  match: (event) => {
    const destination = accessLogDestination(event);
    if (destination === undefined || destination === '') return false;
    const account = accountOf(destination);
    return {
      what: `sent the access log of ${event.api?.resource} to ${destination}`,
      severity: 'low',
      foreign: { accounts: account === undefined ? [] : [account], severity: 'critical' },
    };
  },
  state: { changed: { settings: [SETTING], judge } },
  examples: () => ({
    fires: [
      { title: 'to another group', severity: 'high', records: [send(group('orders'), BEFORE), send(group('tmp'))] },
      { title: 'to a stranger', severity: 'critical', records: [send(firehose(FOREIGN))] },
      {
        title: 'from one’s own group to a stranger',
        severity: 'critical',
        records: [send(group('orders'), BEFORE), send(firehose(FOREIGN))],
      },
      {
        title: 'to a trusted account',
        severity: 'low',
        trusted: [FOREIGN],
        records: [send(group('orders'), BEFORE), send(firehose(FOREIGN))],
      },
      { title: 'nothing known of before', severity: 'low', records: [send(group('orders'))] },
      {
        title: 'HTTP API, to a stranger',
        severity: 'critical',
        records: [httpApi('UpdateStage', { ...httpStage, accessLogSettings: { destinationArn: firehose(FOREIGN) } })],
      },
    ],
    quiet: [
      {
        title: 'another format',
        records: [patch('UpdateStage', stage, [['replace', '/accessLogSettings/format', '$context.requestId']])],
      },
      { title: 'switched off, which apigw-access-log-disabled tells', records: [send('')] },
      { title: 'refused', records: [send(firehose(FOREIGN), { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
