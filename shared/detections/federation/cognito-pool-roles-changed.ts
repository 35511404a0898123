import { nameOf } from '../../cloudtrail/arn.ts';
import { filled } from '../../cloudtrail/field.ts';
import { identityPoolId } from '../../settings/cognito-identity.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';
import { IDENTITY_POOL } from './identity-pool.ts';

const PREFIX = 'cognito-identity.pool.';
const arn = (name: string) => `arn:aws:iam::111111111111:role/${name}`;

function set(roles: Record<string, string>, difference = {}, roleMappings?: unknown) {
  const params = { identityPoolId: IDENTITY_POOL, roles, roleMappings };
  return record('cognito-identity', 'SetIdentityPoolRoles', { params, ...difference });
}
const users = { authenticated: arn('users') };
const rule = (RoleARN: string) => ({
  'cognito-idp.eu-central-1.amazonaws.com/pool:client': { type: 'Rules', rules: [RoleARN] },
});
const before = set(users, { minute: -600, by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } });

function judge({ setting, before: was, now }: Change): Verdict {
  if (was === now || now === '') return 'quiet';
  const whose = setting.slice(PREFIX.length).replace('roles.', '');
  if (whose === 'roleMappings')
    return was === undefined ? {} : { severity: 'high', reason: 'who gets which role by rule changed' };
  const who = whose === 'unauthenticated' ? 'guests' : 'signed-in users';
  if (was === undefined) return { reason: `${who} get role ${nameOf(now)}` };
  return { severity: 'high', reason: `${who} get role ${nameOf(now)}; before: ${was === '' ? 'none' : nameOf(was)}` };
}

export default defineDetection({
  id: 'cognito-pool-roles-changed',
  topic: 'F',
  title: 'Roles of an identity pool changed',
  severity: 'high',
  attack: ['T1098.003'],
  why: 'Every user of the app, or every guest, gets AWS credentials of the role that stands here: a wider one gives them all its rights at once.',
  benign: ['A template that makes or renames the roles'],
  runbook: [
    'Ask {principal} why {resource} gives other roles; the reason names them.',
    'See what they may do: aws iam list-attached-role-policies --role-name NAME; aws iam list-role-policies --role-name NAME. A role for guests should hardly be able to do anything.',
    'See the rules too: aws cognito-identity get-identity-pool-roles --identity-pool-id {target} --region {region}.',
    'If not meant, put them back: aws cognito-identity set-identity-pool-roles --identity-pool-id {target} --roles authenticated=ARN --region {region} (it was {before}).',
    'See what sessions of the new role did since {time}: in CloudTrail they are called CognitoIdentityCredentials.',
  ],
  on: { source: 'cognito-identity', names: ['SetIdentityPoolRoles'] },
  match: (event) => {
    const pool = identityPoolId(event);
    if (pool === undefined) return false;
    const guests = filled(event.params, 'roles', 'unauthenticated');
    return {
      target: pool,
      resource: `identity pool ${pool}`,
      what: `set the roles of identity pool ${pool}${guests === undefined ? '' : `: guests get role ${nameOf(guests)}`}`,
      // What guests get matters most, and few pools have it. The judge raises what is known to have been otherwise.
      severity: guests === undefined ? 'low' : 'medium',
      ...shipped(event),
    };
  },
  state: {
    changed: {
      settings: ['roles.authenticated', 'roles.unauthenticated', 'roleMappings'].map((one) => `${PREFIX}${one}`),
      judge,
    },
  },
  examples: () => ({
    fires: [
      { title: 'another role for users', severity: 'high', records: [before, set({ authenticated: arn('admin') })] },
      {
        title: 'a role for guests, who had none',
        severity: 'high',
        records: [before, set({ ...users, unauthenticated: arn('guests') })],
      },
      {
        title: 'another rule',
        severity: 'high',
        records: [set(users, { minute: -600 }, rule(arn('users'))), set(users, {}, rule(arn('admin')))],
      },
      {
        title: 'guests, nothing known of before',
        severity: 'medium',
        records: [set({ ...users, unauthenticated: arn('guests') })],
      },
      {
        title: 'a rule, nothing known of before',
        severity: 'low',
        records: [set({}, {}, rule(arn('users')))],
      },
      { title: 'users, nothing known of before', severity: 'low', records: [set(users)] },
    ],
    quiet: [
      { title: 'a role less', records: [set({})] },
      {
        title: 'denied',
        records: [set({ authenticated: arn('admin') }, { error: { code: 'NotAuthorizedException' } })],
      },
    ],
  }),
});
