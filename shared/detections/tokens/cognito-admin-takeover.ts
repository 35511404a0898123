import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, filled, flag } from '../../cloudtrail/field.ts';
import { isHidden } from '../../settings/cognito-pool.ts';
import { defineDetection } from '../define.ts';
import { daily, person, record, role } from '../example.ts';
import { ORDINARY_WEEK } from '../roles/assumption.ts';
import { aboutPool, POOL } from './user-pool.ts';

/** Groups whose name says that they may more than others. */
const POWERFUL = /admin|root|super|owner|operator|staff|support|internal/i;
const FACTORS = [
  'sMSMfaSettings',
  'smsMfaSettings',
  'softwareTokenMfaSettings',
  'emailMfaSettings',
  'webAuthnMfaSettings',
];

/** What the call does to one user; undefined when it gives nobody anything. */
function deed({ name, params }: TrailEvent): string | undefined {
  switch (name) {
    case 'AdminSetUserPassword':
      return 'set the password of';
    case 'AdminUpdateUserAttributes':
      return 'changed the attributes (e-mail, phone, claims) of';
    case 'AdminLinkProviderForUser':
      return 'linked an outside identity to';
    case 'AdminDeleteSoftwareToken':
      return 'removed the authenticator app of';
    case 'AdminAddUserToGroup': {
      const group = filled(params, 'groupName') ?? '';
      return POWERFUL.test(group.slice(0, 128)) ? `put into group ${group}` : undefined;
    }
    default:
      return FACTORS.some((factor) => flag(at(params, factor), 'enabled') === false)
        ? 'switched off MFA for'
        : undefined;
  }
}

/** Cognito hides names, but tells the user's id in the pool beside the request. */
function userOf({ additional, params }: TrailEvent): string {
  const named = filled(additional, 'sub') ?? filled(params, 'username');
  return named === undefined || isHidden(named) ? 'a user' : `user ${named}`;
}

function admin(name: string, params: Record<string, unknown>, difference = {}) {
  return record('cognito-idp', name, {
    params: { userPoolId: POOL, username: 'HIDDEN_DUE_TO_SECURITY_REASONS', ...params },
    also: { additionalEventData: { sub: '704b1e47-34fe-40e9-8c41-504997494531' } },
    ...difference,
  });
}
const password = (difference = {}) => admin('AdminSetUserPassword', { permanent: true }, difference);
const desk = { by: role('support-desk') };
const week = daily(7, (minute) => password({ ...desk, minute }));

export default defineDetection({
  id: 'cognito-admin-takeover',
  topic: 'T',
  title: 'User of a pool taken over by an administrator call',
  severity: 'high',
  attack: ['T1098'],
  why: 'Who sets a password, an e-mail address or a group of somebody else’s user can sign in as them, and the API can’t tell.',
  benign: ['A support desk that is new to it', 'A backend whose first release manages users'],
  runbook: [
    'Ask {principal} for the ticket: they never did this in the pool before.',
    'See the user: aws cognito-idp list-users --user-pool-id POOL --region {region} --filter "sub = \\"SUB\\"" (the pool and the user’s sub are in {resource} and in event {event}).',
    'If not meant, disable the user and end their sessions: aws cognito-idp admin-disable-user, aws cognito-idp admin-user-global-sign-out; then undo the change with the real owner.',
    'Look for sign-ins of that user since {time} (InitiateAuth with the same sub in additionalEventData), and for their calls in the access log of the APIs.',
  ],
  on: {
    source: 'cognito-idp',
    names: [
      'AdminAddUserToGroup',
      'AdminDeleteSoftwareToken',
      'AdminLinkProviderForUser',
      'AdminSetUserMFAPreference',
      'AdminSetUserPassword',
      'AdminUpdateUserAttributes',
    ],
  },
  match: (event) => {
    const pool = aboutPool(event);
    const did = pool === undefined ? undefined : deed(event);
    if (pool === undefined || did === undefined) return false;
    const kind = event.principal.class;
    return {
      target: filled(event.additional, 'sub') ?? pool.target,
      resource: pool.words,
      what: `${did} ${userOf(event)} of ${pool.words}`,
      // Backends do this for their users all day; a person or a long-term key has less reason to.
      severity: kind === 'role' || kind === 'service' || kind === 'ci' ? 'medium' : 'high',
    };
  },
  state: {
    firstSeen: {
      subject: (event) => aboutPool(event)?.target,
      value: (event) => `${event.principal.key} ${event.name}`,
      noun: 'call of this kind',
      learnDays: 7,
      learnFrom: 'account',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'a password, by a person who never did',
        severity: 'high',
        records: [...week, password({ by: person() })],
      },
      { title: 'by a role that never did', severity: 'medium', records: [...week, password({ by: role('batch') })] },
      { title: 'the first of all', severity: 'high', records: [...ORDINARY_WEEK, password()] },
      {
        title: 'something else than what the desk does',
        severity: 'medium',
        records: [...week, admin('AdminLinkProviderForUser', {}, desk)],
      },
      {
        title: 'into the administrators',
        severity: 'high',
        records: [...week, admin('AdminAddUserToGroup', { groupName: 'shop-admins' })],
      },
      {
        title: 'another e-mail address',
        severity: 'high',
        records: [...week, admin('AdminUpdateUserAttributes', { userAttributes: 'HIDDEN_DUE_TO_SECURITY_REASONS' })],
      },
      {
        title: 'the authenticator app removed',
        severity: 'high',
        records: [...week, admin('AdminDeleteSoftwareToken', {})],
      },
      {
        title: 'MFA off',
        severity: 'high',
        records: [...week, admin('AdminSetUserMFAPreference', { softwareTokenMfaSettings: { enabled: false } })],
      },
    ],
    quiet: [
      { title: 'what the support desk does every day', records: [...week, password(desk)] },
      { title: 'nothing known of the account yet', records: [password()] },
      { title: 'into an ordinary group', records: [...week, admin('AdminAddUserToGroup', { groupName: 'customers' })] },
      {
        title: 'MFA on',
        records: [...week, admin('AdminSetUserMFAPreference', { softwareTokenMfaSettings: { enabled: true } })],
      },
      { title: 'denied', records: [...week, password({ error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
