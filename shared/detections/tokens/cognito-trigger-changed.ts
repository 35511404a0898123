import { accountOf } from '../../cloudtrail/arn.ts';
import { at } from '../../cloudtrail/field.ts';
import { poolId, triggersIn } from '../../settings/cognito-pool.ts';
import { byPipeline } from '../by-hand.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, record, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { aboutPool, POOL } from './user-pool.ts';

const TRIGGERS = 'cognito-idp.pool.lambdaConfig';
const arn = (name: string, account = '111111111111') => `arn:aws:lambda:eu-central-1:${account}:function:${name}`;

function update(lambdaConfig: unknown, difference = {}, name = 'UpdateUserPool') {
  return record('cognito-idp', name, { params: { userPoolId: POOL, lambdaConfig }, ...difference });
}
const before = record('cognito-idp', 'CreateUserPool', {
  minute: -600,
  params: { poolName: 'shop', lambdaConfig: { preAuthentication: arn('deny') } },
  response: { userPool: { id: POOL } },
});
const CFN = { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } };

function judge({ before: was, now }: Change): Verdict {
  if (was === now || (was === undefined && now === '')) return 'quiet';
  if (was === undefined) return { reason: 'which triggers it had before is not known' };
  const entries = (value: string) => new Set(value === '' ? [] : value.split(', '));
  const [old, is] = [entries(was), entries(now)];
  const added = [...is].filter((entry) => !old.has(entry));
  const gone = [...old].filter((entry) => !is.has(entry));
  const told = [
    ...(added.length === 0 ? [] : [`now ${added.slice(0, 3).join(', ')}`]),
    ...(gone.length === 0 ? [] : [`before ${gone.slice(0, 3).join(', ')}`]),
  ];
  return { reason: told.join('; ') };
}

export default defineDetection({
  id: 'cognito-trigger-changed',
  topic: 'T',
  title: 'Functions that Cognito calls at sign-in changed',
  severity: 'high',
  attack: ['T1556'],
  why: 'A trigger can let users in without a password, write any claim into their tokens, read passwords of migrated users and send codes elsewhere.',
  benign: ['A release that adds or renames a trigger', 'An update that leaves the triggers out, which removes them'],
  runbook: [
    'Ask {principal} for the release that changed the triggers of {resource}; the reason names them.',
    'See them as they are: aws cognito-idp describe-user-pool --user-pool-id {target} --region {region} --query UserPool.LambdaConfig.',
    'Look at who owns each function and when its code changed: aws lambda get-function --function-name ARN --region {region}.',
    'If not meant, put the former ones back with aws cognito-idp update-user-pool (it needs all other settings too, or they go back to their defaults).',
    'Tokens issued since {time} may hold claims that nobody earned: sign users out (aws cognito-idp admin-user-global-sign-out) and look for admin calls in the access log.',
  ],
  on: { source: 'cognito-idp', names: ['CreateUserPool', 'UpdateUserPool'] },
  match: (event) => {
    const pool = aboutPool(event);
    const triggers = triggersIn(at(event.params, 'lambdaConfig'));
    if (pool === undefined || event.omitted || typeof triggers === 'string') return false;
    const accounts = triggers
      .map(accountIn)
      .filter((account) => account !== undefined)
      .filter((account) => account !== event.account);
    // A new pool has triggers or not; only a stranger's function is worth a word.
    const isNew = event.name === 'CreateUserPool';
    return {
      ...pool,
      what: `${isNew ? 'made' : 'updated'} ${pool.words} with ${triggers.length === 0 ? 'no triggers' : `triggers ${triggers.map((one) => one.split('=')[0]).join(', ')}`}`,
      // An update carries all triggers: this much until they are known to have been others.
      severity: byPipeline(event) ? 'low' : 'medium',
      foreign: { accounts, severity: 'critical', required: isNew },
    };
  },
  state: {
    changed: { settings: [TRIGGERS], judge },
    given: {
      setting: TRIGGERS,
      of: poolId,
      judge: (_triggers, severity) =>
        severity === 'medium' ? { severity: 'high' } : severity === 'low' ? { severity: 'medium' } : undefined,
    },
  },
  examples: () => ({
    fires: [
      { title: 'another function', severity: 'high', records: [before, update({ preAuthentication: arn('allow') })] },
      {
        title: 'one more, of the newer kind',
        severity: 'high',
        records: [
          before,
          update({
            preAuthentication: arn('deny'),
            preTokenGenerationConfig: { lambdaVersion: 'V2_0', lambdaArn: arn('claims') },
          }),
        ],
      },
      { title: 'left out, which removes it', severity: 'high', records: [before, update(undefined)] },
      {
        title: 'a stranger’s function',
        severity: 'critical',
        records: [before, update({ userMigration: arn('x', FOREIGN) })],
      },
      {
        title: 'a stranger’s function, nothing known of before',
        severity: 'critical',
        records: [update({ userMigration: arn('x', FOREIGN) })],
      },
      {
        title: 'a new pool with a stranger’s function',
        severity: 'critical',
        records: [
          update({ customMessage: arn('x', FOREIGN) }, { response: { userPool: { id: POOL } } }, 'CreateUserPool'),
        ],
      },
      { title: 'nothing known of before', severity: 'medium', records: [update({ preSignUp: arn('check') })] },
      { title: 'by CloudFormation', severity: 'medium', records: [before, update({ preSignUp: arn('check') }, CFN)] },
      {
        title: 'by CloudFormation, nothing known of before',
        severity: 'low',
        records: [update({ preSignUp: arn('check') }, CFN)],
      },
    ],
    quiet: [
      { title: 'the same trigger', records: [before, update({ preAuthentication: arn('deny') })] },
      { title: 'an update without triggers of a pool that is not known', records: [update(undefined)] },
      { title: 'an update whose triggers are hidden', records: [before, update('HIDDEN_DUE_TO_SECURITY_REASONS')] },
      { title: 'a new pool with an own function', records: [before] },
      {
        title: 'a new pool with a trusted function',
        trusted: [FOREIGN],
        records: [
          update({ customMessage: arn('x', FOREIGN) }, { response: { userPool: { id: POOL } } }, 'CreateUserPool'),
        ],
      },
      {
        title: 'denied',
        records: [before, update({ preSignUp: arn('x') }, { error: { code: 'NotAuthorizedException' } })],
      },
    ],
  }),
});

function accountIn(entry: string): string | undefined {
  return accountOf(entry.slice(entry.indexOf('=') + 1));
}
