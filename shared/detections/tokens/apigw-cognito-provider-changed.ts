import { accountOf, nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { texts } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ACCOUNT, type Difference, FOREIGN, patch, restApi } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { parts, tooLarge } from './asked.ts';
import { patchedList } from './patched-list.ts';

const labels = { restApiId: 'a1b2c3d4e5', authorizerId: 'k1l2m3' };
const pool = (id: string, account = ACCOUNT) =>
  `arn:aws:cognito-idp:eu-central-1:${account}:userpool/eu-central-1_${id}`;
const OLD = pool('A1b2C3d4E');
const NEW = pool('F5g6H7i8J');
const STRANGE = pool('K9l0M1n2O', FOREIGN);

type Operation = readonly [op: string, path: string, value: string];
const add = (arn: string): Operation => ['add', '/providerARNs', arn];
const remove = (arn: string): Operation => ['remove', '/providerARNs', arn];

/** The answer is the whole new state. */
function updated(operations: readonly Operation[], providerARNs: readonly string[], difference: Difference = {}) {
  return patch('UpdateAuthorizer', labels, operations, {
    response: { id: labels.authorizerId, type: 'COGNITO_USER_POOLS', providerARNs },
    ...difference,
  });
}
function known(...providerARNs: readonly string[]) {
  const pools = { type: 'COGNITO_USER_POOLS', providerARNs };
  const response = { id: labels.authorizerId, ...pools };
  return restApi('CreateAuthorizer', { restApiId: labels.restApiId }, pools, { minute: -600, response });
}

interface Pools {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

function poolsOf({ api, omitted }: TrailEvent): Pools | undefined {
  if (api === undefined) return undefined;
  const now = texts(api.state, 'providerARNs');
  if (omitted) return now.length === 0 ? undefined : { added: now, removed: [] };
  const done = patchedList(api, '/providerARNs');
  return done === undefined || done.added.length + done.removed.length === 0 ? undefined : done;
}

function judge({ before, now }: Change): Verdict {
  if (before === undefined) return { reason: 'which pools it believed before is not known' };
  const [was, is] = [parts(before), parts(now)];
  if (before === now) return 'quiet';
  const gone = is.every((arn) => was.includes(arn));
  return gone
    ? { severity: 'low', reason: `fewer pools than before: it believed ${before}` }
    : { reason: `it believed ${before} before` };
}

export default defineDetection({
  id: 'apigw-cognito-provider-changed',
  topic: 'T',
  title: 'User pool of an authorizer changed',
  severity: 'high',
  attack: ['T1556'],
  why: 'Whoever runs the user pool makes the users: with a pool of their own, attackers sign in as anybody the API knows.',
  benign: ['Users move to a new pool', 'A second pool for another group of users'],
  runbook: [
    'Ask {principal} who owns the pools that the authorizer believes now: {after} (before: {before}).',
    'See the pool, and whether anybody may sign up: aws cognito-idp describe-user-pool --user-pool-id {target} --region {region} (AdminCreateUserConfig).',
    'If it was not meant: aws apigateway update-authorizer --rest-api-id {api} --authorizer-id ID --region {region} --patch-operations op=add,path=/providerARNs,value=OLD_ARN op=remove,path=/providerARNs,value=NEW_ARN, then deploy and flush: aws apigateway flush-stage-authorizers-cache --rest-api-id {api} --stage-name STAGE --region {region}',
    'Look in the access log of {api} for users of the new pool since {time}.',
  ],
  on: { source: 'apigateway', names: ['UpdateAuthorizer'] },
  match: (event) => {
    const pools = poolsOf(event);
    if (pools === undefined) return false;
    const [first] = pools.added;
    const accounts = pools.added.map(accountOf).filter((account) => account !== undefined);
    const who = event.api?.resource;
    return {
      ...(first === undefined
        ? { severity: 'low', what: `made ${who} believe user pool ${pools.removed.map(nameOf).join(', ')} no more` }
        : { what: `made ${who} believe user pool ${pools.added.join(', ')}`, target: nameOf(first) }),
      reasons: tooLarge(event),
      ...(accounts.length === 0 ? {} : { foreign: { accounts, severity: 'critical' } }),
    };
  },
  state: { changed: { settings: ['apigateway.authorizer.providerARNs'], judge } },
  examples: () => ({
    fires: [
      {
        title: 'one pool in place of another',
        severity: 'high',
        records: [known(OLD), updated([add(NEW), remove(OLD)], [NEW])],
      },
      { title: 'a second pool', severity: 'high', records: [known(OLD), updated([add(NEW)], [OLD, NEW])] },
      { title: 'nothing is known of before', severity: 'high', records: [updated([add(NEW)], [OLD, NEW])] },
      {
        title: 'a pool of a foreign account',
        severity: 'critical',
        records: [known(OLD), updated([add(STRANGE)], [OLD, STRANGE])],
      },
      {
        title: 'a pool of a trusted account',
        severity: 'high',
        trusted: [FOREIGN],
        records: [known(OLD), updated([add(STRANGE)], [OLD, STRANGE])],
      },
      {
        title: 'one pool less, the list replaced',
        severity: 'low',
        records: [known(OLD, NEW), updated([['replace', '/providerARNs', OLD]], [OLD])],
      },
      { title: 'one pool less', severity: 'low', records: [known(OLD, NEW), updated([remove(NEW)], [OLD])] },
      {
        title: 'a request too large to be logged: the answer tells',
        severity: 'critical',
        records: [
          restApi('UpdateAuthorizer', {}, undefined, {
            params: { omitted: true, originalSize: 120_000 },
            response: { id: 'k1l2m3', providerARNs: [STRANGE], authorizerUpdate: { ...labels, template: false } },
          }),
        ],
      },
    ],
    quiet: [
      { title: 'the same pool again', records: [known(OLD), updated([['replace', '/providerARNs', OLD]], [OLD])] },
      { title: 'added and taken back in one call', records: [known(OLD), updated([add(NEW), remove(NEW)], [OLD])] },
      {
        title: 'another setting of the authorizer',
        records: [known(OLD), updated([['replace', '/identitySource', 'method.request.header.Token']], [OLD])],
      },
      { title: 'refused', records: [updated([add(STRANGE)], [], { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
