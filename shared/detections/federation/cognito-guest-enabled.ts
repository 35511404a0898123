import { flag } from '../../cloudtrail/field.ts';
import { identityPoolId } from '../../settings/cognito-identity.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { IDENTITY_POOL } from './identity-pool.ts';

const GUESTS = 'cognito-identity.pool.allowUnauthenticatedIdentities';
const CLASSIC = 'cognito-identity.pool.allowClassicFlow';

function update(allowUnauthenticatedIdentities: boolean, difference = {}, allowClassicFlow = false) {
  const params = {
    identityPoolId: IDENTITY_POOL,
    identityPoolName: 'shop',
    allowUnauthenticatedIdentities,
    allowClassicFlow,
  };
  return record('cognito-identity', 'UpdateIdentityPool', { params, ...difference });
}
function create(allowUnauthenticatedIdentities: boolean, difference = {}) {
  const params = { identityPoolName: 'shop', allowUnauthenticatedIdentities };
  return record('cognito-identity', 'CreateIdentityPool', {
    params,
    response: { ...params, identityPoolId: IDENTITY_POOL },
    ...difference,
  });
}
const closed = create(false, { minute: -600 });

export default defineDetection({
  id: 'cognito-guest-enabled',
  topic: 'F',
  title: 'Identity pool gives credentials to guests',
  severity: 'high',
  attack: ['T1078.004'],
  why: 'Anyone who knows the pool’s id, which every copy of the app holds, gets AWS credentials without signing in. The classic flow gives them without the limits that Cognito puts on guests.',
  benign: ['A public app that uploads or measures something'],
  runbook: [
    'Ask {principal} what guests need credentials for.',
    'See what they may do: aws cognito-identity get-identity-pool-roles --identity-pool-id {target} --region {region}, then the policies of the unauthenticated role: aws iam list-role-policies --role-name NAME, aws iam list-attached-role-policies --role-name NAME.',
    'If not meant: aws cognito-identity update-identity-pool --identity-pool-id {target} --identity-pool-name NAME --no-allow-unauthenticated-identities --region {region} (name all providers too, or they go).',
    'See what was done with that role since {time}: in CloudTrail its sessions are called CognitoIdentityCredentials.',
  ],
  on: { source: 'cognito-identity', names: ['CreateIdentityPool', 'UpdateIdentityPool'] },
  match: (event) => {
    const pool = identityPoolId(event);
    const guests = flag(event.params, 'allowUnauthenticatedIdentities') === true;
    const classic = flag(event.params, 'allowClassicFlow') === true;
    if (pool === undefined) return false;
    const opened = [...(guests ? ['credentials for guests'] : []), ...(classic ? ['the classic flow'] : [])];
    return {
      target: pool,
      resource: `identity pool ${pool}`,
      what: `switched on ${opened.join(' and ')} in identity pool ${pool}`,
      // A new pool gives nothing until it has roles (cognito-pool-roles-changed); an update carries what was always so.
      severity: 'medium',
      ...shipped(event),
    };
  },
  state: {
    changed: {
      settings: [GUESTS, CLASSIC],
      judge: ({ setting, before, now }) => {
        if (now !== 'true' || before === 'true') return 'quiet';
        const what = setting === GUESTS ? 'guests' : 'the classic flow';
        if (before === undefined) return { reason: `whether it allowed ${what} before is not known` };
        const reason = `it did not allow ${what} before`;
        return setting === GUESTS ? { severity: 'high', reason } : { reason };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'guests let in', severity: 'high', records: [closed, update(true)] },
      { title: 'the classic flow', severity: 'medium', records: [closed, update(false, {}, true)] },
      { title: 'nothing known of before', severity: 'medium', records: [update(true)] },
      { title: 'from the start', severity: 'medium', records: [create(true)] },
      {
        title: 'from the start, by CloudFormation',
        severity: 'low',
        records: [create(true, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } })],
      },
    ],
    quiet: [
      { title: 'closed', records: [closed, update(false)] },
      { title: 'closed, nothing known of before', records: [update(false)] },
      { title: 'failed', records: [closed, update(true, { error: { code: 'NotAuthorizedException' } })] },
    ],
  }),
});
