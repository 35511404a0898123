import { lambdaArnIn } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled, flag } from '../../cloudtrail/field.ts';
import { AUTHORIZER_OF } from '../../settings/links.ts';
import { functionName } from '../../settings/names.ts';
import { byPipeline } from '../by-hand.ts';
import { defineDetection, type Match } from '../define.ts';
import type { Severity } from '../severity.ts';
import type { Change, Verdict } from '../state-use.ts';
import { authorizerExamples } from './authorizer-code-examples.ts';

/** Members of UpdateFunctionConfiguration that decide what runs. `environment` is always there and always empty in CloudTrail. */
const DECIDING = ['handler', 'imageConfig', 'layers', 'role', 'runtime'];
const HIDDEN = 'environment variables may have changed too: CloudTrail does not log them';

function named(event: TrailEvent): string | undefined {
  return functionName(filled(event.params, 'functionName'));
}

/** A release by whoever never touched this function wakes somebody; one by the pipeline is what releases look like. */
function severityFor(event: TrailEvent): Severity {
  if (byPipeline(event)) return 'low';
  return event.principal.class === 'role' || event.principal.class === 'service' ? 'high' : 'critical';
}

function change(event: TrailEvent): Match | undefined {
  const name = named(event);
  if (name === undefined || flag(event.params, 'dryRun') === true) return undefined;
  const { roleArn } = event.principal;
  const about = {
    target: name,
    resource: `function ${name}`,
    severity: severityFor(event),
    listed: [
      {
        list: 'deployRoles',
        names: [event.principal.name, ...(roleArn === undefined ? [] : [roleArn])],
        severity: 'low',
      },
    ],
  } as const;
  if (event.name === 'UpdateFunctionCode')
    return { ...about, what: `replaced the code of authorizer function ${name}` };
  if (event.name === 'UpdateAlias') {
    const version = filled(event.params, 'functionVersion');
    if (version === undefined && at(event.params, 'routingConfig') === undefined) return undefined;
    const alias = filled(event.params, 'name') ?? '(unknown)';
    const of = `alias ${alias} of authorizer function ${name}`;
    return {
      ...about,
      what:
        version === undefined ? `shared the calls of ${of} between versions` : `pointed ${of} to version ${version}`,
    };
  }
  const what = `changed the configuration of authorizer function ${name}`;
  const decides = DECIDING.some((member) => at(event.params, member) !== undefined);
  return { ...about, what, reasons: [HIDDEN], ...(decides ? {} : { severity: 'low' }) };
}

function judge({ setting, before, now }: Change): Verdict {
  const what = setting.split('.')[2] === 'codeSha256' ? 'code' : (setting.split('.')[2] ?? 'setting');
  if (before === undefined) return {};
  if (before !== now) return { reason: `${what} changed from ${before || 'nothing'} to ${now || 'nothing'}` };
  return what === 'code' ? 'quiet' : { severity: 'low' };
}

export default defineDetection({
  id: 'lambda-authorizer-code-changed',
  topic: 'T',
  title: 'Function of an authorizer altered',
  severity: 'critical',
  attack: ['T1556'],
  why: 'The function decides who may call the API. One changed line lets everyone in, or keeps every token that passes by; the API itself shows no change.',
  benign: ['A release of the authorizer', 'A new deploy role or pipeline'],
  runbook: [
    'Ask {principal} for the release, and compare the code with its build: aws lambda get-function --function-name {target} --region {region} --query "[Configuration.CodeSha256,Code.Location]".',
    'Compare the configuration, environment variables too, with its template: aws lambda get-function-configuration --function-name {target} --region {region}.',
    'If not meant, publish the last good package again (aws lambda update-function-code --function-name {target} --region {region} --s3-bucket BUCKET --s3-key KEY), and flush the cache of the authorizer: aws apigateway flush-stage-authorizers-cache --rest-api-id {api} --stage-name STAGE --region {region}.',
    'Look in the access log of API {api} since {time} for callers that used to get 401 or 403, and revoke tokens that passed through.',
  ],
  on: { source: 'lambda', names: ['UpdateAlias', 'UpdateFunctionCode', 'UpdateFunctionConfiguration'] },
  match: change,
  state: {
    changed: {
      settings: ['handler', 'layers', 'role', 'codeSha256'].map((member) => `lambda.function.${member}`),
      judge,
    },
    firstSeen: {
      subject: (event) => (named(event) === undefined ? undefined : `${event.account}/${event.region}/${named(event)}`),
      value: (event) => event.principal.key,
      noun: 'deployer',
      learnDays: 7,
      learnFrom: 'account',
      known: 'low',
      learning: 'medium',
    },
    given: {
      setting: AUTHORIZER_OF,
      of: named,
      unknown: 'quiet',
      judge: (_authorizer, _severity, told) => {
        const apis = [...new Set(told.map(({ value }) => value.split('/')[0] ?? value))].sort();
        return { apis, reason: `it decides who may call API ${apis.slice(0, 5).join(', ')}` };
      },
      still: {
        setting: 'apigateway.authorizer.authorizerUri',
        of: (authorizer) => authorizer,
        says: (uri, name) => functionName(lambdaArnIn(uri)) === name,
      },
    },
  },
  examples: authorizerExamples,
});
