import { at, iso, MINUTE } from '../calendar.ts';
import { PROD } from '../organisation.ts';
import { type Call, inOrder } from '../record.ts';
import { type Chance, uniqueId } from '../seed.ts';
import { legacyCi } from '../work/machines.ts';
import { ADMINISTRATOR, ATTACK_BOX, call, NEW_USER, NEW_USER_KEY, STOLEN_USER, type Story } from './story.ts';

const DAY = 6;

const RECON: readonly Call[] = [
  call('iam', 'GetUser'),
  call('iam', 'GetAccountSummary'),
  call('iam', 'ListUsers'),
  call('iam', 'ListRoles'),
  call('iam', 'ListGroups'),
  call('iam', 'ListAttachedUserPolicies', { userName: STOLEN_USER }),
  call('iam', 'ListUserPolicies', { userName: STOLEN_USER }),
  call('iam', 'ListGroupsForUser', { userName: STOLEN_USER }),
  call('iam', 'ListAccessKeys', { userName: STOLEN_USER }),
  call('iam', 'GetAccountPasswordPolicy'),
  call('iam', 'ListPolicies', { scope: 'Local', onlyAttached: true }),
  call('iam', 'GetAccountAuthorizationDetails', { maxItems: 1000 }),
  {
    service: 'organizations',
    name: 'DescribeOrganization',
    denied: { action: 'organizations:DescribeOrganization', resource: '*' },
  },
  { service: 'organizations', name: 'ListAccounts', denied: { action: 'organizations:ListAccounts', resource: '*' } },
  call('s3', 'ListBuckets', { Host: 's3.eu-central-1.amazonaws.com' }),
  call('lambda', 'ListFunctions20150331'),
];

function persistence(time: number): Call[] {
  const arn = `arn:aws:iam::${PROD}:user/${NEW_USER}`;
  const userName = NEW_USER;
  const createDate = iso(time);
  return [
    call(
      'iam',
      'CreateUser',
      { userName },
      { user: { path: '/', userName, userId: uniqueId('AIDA', arn), arn, createDate } },
    ),
    call('iam', 'AttachUserPolicy', { userName, policyArn: ADMINISTRATOR }),
    call(
      'iam',
      'CreateAccessKey',
      { userName },
      { accessKey: { userName, accessKeyId: NEW_USER_KEY, status: 'Active', createDate } },
    ),
    call(
      'iam',
      'CreateLoginProfile',
      { userName, passwordResetRequired: false },
      { loginProfile: { userName, createDate, passwordResetRequired: false } },
    ),
  ];
}

/** The build server's key has leaked; on a Saturday night somebody looks around with it and makes themselves a user. */
export function leakedKey(chance: Chance): Story {
  const thief = legacyCi(ATTACK_BOX.ip, ATTACK_BOX.agent);
  const start = at(DAY, '03:12:20');
  const created = start + 9 * MINUTE;
  return {
    id: 'leaked-key',
    title: 'The leaked key of legacy-ci makes an administrator of its own',
    day: DAY,
    intent: 'attack',
    log: [
      ...inOrder(chance, thief, start, [call('sts', 'GetCallerIdentity'), ...RECON]),
      ...inOrder(chance, thief, created, persistence(created), 40),
    ],
    detections: [
      'cred-attack-tool',
      'cred-key-new-network',
      'cred-recon-burst',
      'iam-user-created',
      'iam-admin-policy-attached',
      'cred-access-key-created',
      'iam-login-profile-added',
      'seq-admin-user-persistence',
      'seq-leaked-key-playbook',
    ],
  };
}
