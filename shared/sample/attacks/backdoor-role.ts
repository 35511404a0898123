import { at, MINUTE, SECOND } from '../calendar.ts';
import { FOREIGN, PROD } from '../organisation.ts';
import { inOrder } from '../record.ts';
import { type Chance, uniqueId } from '../seed.ts';
import { acrossAccounts, type Opened } from '../session.ts';
import { asAdministrator } from './forged-issuer.ts';
import { ADMINISTRATOR, BACKDOOR_ROLE, call, ELSEWHERE, type Story } from './story.ts';

const DAY = 8;

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${FOREIGN}:root` }, Action: 'sts:AssumeRole' }],
});

/** The role is taken from the attacker's own account, whose log nobody here can read. */
export function throughBackdoor(chance: Chance, time: number, sessionName: string): Opened {
  const callerId = uniqueId('AIDA', `arn:aws:iam::${FOREIGN}:user/ops`);
  const wanted = { account: PROD, role: BACKDOOR_ROLE, sessionName };
  return acrossAccounts(chance, { account: FOREIGN, callerId }, time, wanted, ELSEWHERE);
}

/** A role nobody looks at trusts the attacker's account and may do everything. */
export function backdoorRole(chance: Chance): Story {
  const start = at(DAY, '19:17:30');
  const { actor, log } = asAdministrator(chance, start);
  const used = start + 21 * MINUTE;
  const backdoor = throughBackdoor(chance, used, 'export');
  return {
    id: 'backdoor-role',
    title: 'A forgotten role is made the back door of account 999999999999',
    day: DAY,
    intent: 'attack',
    log: [
      ...log,
      ...inOrder(
        chance,
        actor,
        start + 12 * SECOND,
        [
          call('iam', 'ListRoles', { maxItems: 1000 }),
          call('iam', 'GetRole', { roleName: BACKDOOR_ROLE }),
          call('iam', 'UpdateAssumeRolePolicy', { roleName: BACKDOOR_ROLE, policyDocument: TRUST }),
          call('iam', 'AttachRolePolicy', { roleName: BACKDOOR_ROLE, policyArn: ADMINISTRATOR }),
        ],
        45,
      ),
      ...backdoor.log,
      ...inOrder(chance, backdoor.actor, used + 20 * SECOND, [
        call('sts', 'GetCallerIdentity'),
        call('s3', 'ListBuckets', { Host: 's3.eu-central-1.amazonaws.com' }),
        call('dynamodb', 'ListTables'),
      ]),
    ],
    detections: [
      'iam-trust-foreign-account',
      'iam-admin-policy-attached',
      'sts-cross-account-first-seen',
      'seq-backdoor-role',
    ],
  };
}
