import { defineDetection } from '../define.ts';
import { type Difference, patch, restApi } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { tooLarge } from './asked.ts';
import { AUTHORIZED, ENCRYPTED, type Opened, openedBy } from './cache.ts';

const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const set = (member: string, value: string, difference: Difference = {}, where = '*/*') =>
  patch('UpdateStage', stage, [['replace', `/${where}/caching/${member}`, value]], difference);
/** Another change of the stage, whose answer shows how its methods are cached. */
const shown = (isAuthorized: boolean) =>
  patch('UpdateStage', stage, [['replace', '/description', 'x']], {
    minute: -60,
    response: {
      stageName: 'prod',
      methodSettings: { '*/*': { [AUTHORIZED]: isAuthorized, cacheDataEncrypted: false } },
    },
  });

const tooLargeToLog = (isAuthorized: boolean) =>
  restApi('UpdateStage', {}, undefined, {
    params: { omitted: true, originalSize: 120_000 },
    response: {
      stageName: 'prod',
      methodSettings: { '*/*': { [AUTHORIZED]: isAuthorized } },
      self: { ...stage, template: false },
    },
  });

function named(opened: readonly Opened[], kind: Opened['kind']): string {
  const of = opened.filter((one) => one.kind === kind).map((one) => (one.of === '* *' ? 'all methods' : one.of));
  return of.length <= 3 ? of.join(', ') : `${of.slice(0, 3).join(', ')} and ${of.length - 3} more`;
}

function judge({ setting, before, now }: Change): Verdict {
  if (now.toLowerCase() !== 'false' || before?.toLowerCase() === 'false') return 'quiet';
  const isEncryption = setting.endsWith(ENCRYPTED);
  if (before?.toLowerCase() === 'true')
    return {
      severity: 'medium',
      reason: isEncryption ? 'the cache was encrypted before' : 'it asked for permission before',
    };
  // A cache is plain and asks for permission from the start.
  return isEncryption
    ? { severity: 'low', reason: 'whether the cache was encrypted before is not known' }
    : { severity: 'medium', reason: 'whether it asked for permission before is not known' };
}

export default defineDetection({
  id: 'apigw-cache-auth-off',
  topic: 'T',
  title: 'Cache of an API open or unencrypted',
  severity: 'medium',
  attack: ['T1565'],
  why: 'Anybody can throw answers out of the cache with a header, send the full load to the backend, and have answers of their own making cached for others. Unencrypted, the cache holds what callers were told in plain text.',
  benign: ['Clients must be able to refresh what they see', 'Tuning of the cache'],
  runbook: [
    'Ask {principal} who has to empty the cache of {resource} without permission, or why it may be plain.',
    'See the settings: aws apigateway get-stages --rest-api-id {api} --region {region} --query "item[].[stageName,cacheClusterEnabled,methodSettings]" (without a cache cluster they mean nothing).',
    'If it was not meant: aws apigateway update-stage --rest-api-id {api} --stage-name STAGE --region {region} --patch-operations op=replace,path=/*/*/caching/requireAuthorizationForCacheControl,value=true (or /*/*/caching/dataEncrypted)',
    'Throw away what was cached since: aws apigateway flush-stage-cache --rest-api-id {api} --stage-name STAGE --region {region}',
  ],
  on: { source: 'apigateway', names: ['UpdateStage'] },
  match: (event) => {
    const opened = openedBy(event);
    if (opened.length === 0) return false;
    const open = named(opened, 'invalidation');
    const plain = named(opened, 'encryption');
    const did = [
      ...(open === '' ? [] : [`let anybody empty the cache of ${open}`]),
      ...(plain === '' ? [] : [`left the cache of ${plain} unencrypted`]),
    ];
    return {
      severity: open === '' ? 'low' : 'medium',
      what: `${did.join(' and ')} (${event.api?.resource})`,
      reasons: tooLarge(event),
    };
  },
  state: {
    changed: {
      settings: [`apigateway.stage.*.*.caching.${AUTHORIZED}`, `apigateway.stage.*.*.caching.${ENCRYPTED}`],
      judge,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'open',
        severity: 'medium',
        records: [shown(true), set(AUTHORIZED, 'false')],
      },
      { title: 'open, nothing known', severity: 'medium', records: [set(AUTHORIZED, 'false')] },
      { title: 'open for one method', severity: 'medium', records: [set(AUTHORIZED, 'false', {}, '~1orders/GET')] },
      {
        title: 'plain',
        severity: 'medium',
        records: [set(ENCRYPTED, 'true', { minute: -60 }), set(ENCRYPTED, 'false')],
      },
      { title: 'plain, nothing known', severity: 'low', records: [set(ENCRYPTED, 'false')] },
      {
        title: 'a request too large to be logged: the answer tells',
        severity: 'medium',
        records: [tooLargeToLog(false)],
      },
    ],
    quiet: [
      { title: 'with permission', records: [set(AUTHORIZED, 'true')] },
      { title: 'open as before', records: [shown(false), set(AUTHORIZED, 'false')] },
      {
        title: 'open and closed in one call',
        records: [
          patch('UpdateStage', stage, [
            ['replace', `/*/*/caching/${AUTHORIZED}`, 'false'],
            ['replace', `/*/*/caching/${AUTHORIZED}`, 'true'],
          ]),
        ],
      },
      { title: 'the cache switched off', records: [set('enabled', 'false')] },
      {
        title: 'only tested',
        records: [patch('UpdateStage', stage, [['test', `/*/*/caching/${AUTHORIZED}`, 'false']])],
      },
      { title: 'too large to be logged, with permission', records: [tooLargeToLog(true)] },
      { title: 'refused', records: [set(AUTHORIZED, 'false', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
