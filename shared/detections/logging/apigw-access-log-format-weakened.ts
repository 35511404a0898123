import { defineDetection } from '../define.ts';
import { httpApi, patch } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { logFormat, lost, toldBy } from './log-format.ts';

const PATH = '/accessLogSettings/format';
const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const ALL =
  '{"id":"$context.requestId","ip":"$context.identity.sourceIp","user":"$context.identity.userArn","path":"$context.resourcePath","status":"$context.status"}';
const NO_CALLER = '{"id":"$context.requestId","path":"$context.resourcePath","status":"$context.status"}';
const set = (format: string, difference = {}) => patch('UpdateStage', stage, [['replace', PATH, format]], difference);
const known = (format: string) => set(format, { minute: -600 });

function judge({ before, now }: Change): Verdict {
  if (before === undefined) return { reason: 'what the format held before is not known' };
  if (before === '') return 'quiet';
  const missing = lost(before, now);
  return missing.length === 0
    ? 'quiet'
    : { severity: 'medium', reason: `the log no longer tells ${missing.join(', ')}` };
}

export default defineDetection({
  id: 'apigw-access-log-format-weakened',
  topic: 'L',
  title: 'Access log no longer tells who or what',
  severity: 'medium',
  attack: ['T1685.002'],
  why: 'The log is still written, so no alarm sounds; but who called, from where or with what result can not be found out any more.',
  benign: ['A shorter line costs less', 'The format is replaced by one with other words for the same'],
  runbook: [
    'Ask {principal} why the access log of {resource} lost these fields; before it was {before}.',
    'See the format: aws apigateway get-stages --rest-api-id {api} --region {region} --query "item[].[stageName,accessLogSettings.format]" (HTTP API: aws apigatewayv2 get-stages --api-id {api} --region {region}).',
    'Put it back: aws apigateway update-stage --rest-api-id {api} --stage-name STAGE --region {region} --patch-operations op=replace,path=/accessLogSettings/format,value=FORMAT (it acts at once).',
    'For calls since {time} look at WAF’s log and the backend’s own, which still have addresses and users.',
  ],
  on: { source: 'apigateway', names: ['UpdateStage'] },
  match: (event) => {
    const format = logFormat(event);
    // Taken away with the log itself: apigw-access-log-disabled tells it.
    if (format === undefined || format === '') return false;
    const told = toldBy(format);
    return {
      // What was lost can only be told where the last format is known; until then only one that says very little is worth a line.
      severity: told.length < 3 ? 'low' : 'info',
      what: `set the format of the access log of ${event.api?.resource}, which tells ${told.length === 0 ? 'nothing of use' : told.join(', ')}`,
    };
  },
  state: { changed: { settings: ['apigateway.stage.accessLogSettings.format'], judge } },
  examples: () => ({
    fires: [
      { title: 'callers left out', severity: 'medium', records: [known(ALL), set(NO_CALLER)] },
      {
        title: 'an HTTP API, the status left out',
        severity: 'medium',
        records: [
          httpApi(
            'UpdateStage',
            { apiId: 'h1', stageName: '%24default', accessLogSettings: { format: ALL } },
            { minute: -600 },
          ),
          httpApi('UpdateStage', {
            apiId: 'h1',
            stageName: '%24default',
            accessLogSettings: { format: ALL.replace('$context.status', '-') },
          }),
        ],
      },
      {
        title: 'only a lookalike of the user left',
        severity: 'medium',
        records: [known(ALL), set(ALL.replace('$context.identity.userArn', '$context.identity.userAgent'))],
      },
      { title: 'next to nothing, the last one not known', severity: 'low', records: [set('$context.requestId')] },
      { title: 'a full one, the last one not known', severity: 'info', records: [set(ALL)] },
    ],
    quiet: [
      {
        title: 'the same in other words',
        records: [
          patch('UpdateStage', stage, [['replace', '/description', 'x']], {
            minute: -600,
            response: { accessLogSettings: { format: ALL } },
          }),
          set(
            ALL.replace('$context.identity.userArn', '$context.authorizer.principalId').replace(
              'requestId',
              'extendedRequestId',
            ),
          ),
        ],
      },
      {
        title: 'more than before',
        records: [
          patch('UpdateStage', stage, [['replace', '/description', 'x']], {
            minute: -600,
            response: { accessLogSettings: { format: NO_CALLER } },
          }),
          set(ALL),
        ],
      },
      { title: 'taken away', records: [patch('UpdateStage', stage, [['remove', '/accessLogSettings']])] },
      {
        title: 'another change of a stage with a poor format',
        records: [
          patch('UpdateStage', stage, [['replace', '/description', 'x']], {
            response: { accessLogSettings: { format: NO_CALLER } },
          }),
        ],
      },
      { title: 'refused', records: [set('$context.requestId', { error: { code: 'BadRequestException' } })] },
    ],
  }),
});
