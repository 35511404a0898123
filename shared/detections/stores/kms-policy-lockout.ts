import { accountOf, nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag } from '../../cloudtrail/field.ts';
import { covers, foreignPrincipals, type Policy, parsePolicy } from '../../policy/index.ts';
import { defineDetection, type Match } from '../define.ts';
import { FOREIGN, record } from '../example.ts';

const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
const OWN = 'arn:aws:iam::111111111111:root';

function put(Statement: unknown, more: Record<string, unknown> = {}, difference = {}) {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement });
  return record('kms', 'PutKeyPolicy', { params: { keyId, policyName: 'default', policy, ...more }, ...difference });
}
const allow = (AWS: string, Action: unknown = 'kms:*') => ({
  Effect: 'Allow',
  Principal: { AWS },
  Action,
  Resource: '*',
});

/** Whether somebody in the account may still change the key's policy. */
function keepsControl({ statements }: Policy, account: string): boolean {
  return statements.some(
    ({ effect, actions, notActions, principals, notPrincipals }) =>
      effect === 'Allow' &&
      (notActions.length > 0 || actions.some((action) => covers(action.toLowerCase(), 'kms:putkeypolicy'))) &&
      (notPrincipals.length > 0 || principals.some(({ value }) => value === '*' || accountOf(value) === account)),
  );
}

function lockout(event: TrailEvent): Match | undefined {
  const { params, response, account } = event;
  const key = nameOf(filled(params, 'keyId') ?? filled(response, 'keyMetadata', 'keyId') ?? '(unknown)');
  const policy = parsePolicy(params['policy']);
  const base = { resource: `key ${key}`, target: key };
  if (policy !== undefined && !keepsControl(policy, account)) {
    const accounts = [...new Set(foreignPrincipals(policy, (id) => id === account).map((one) => one.account))].sort();
    const what = `left nobody in account ${account} in charge of key ${key}`;
    return { ...base, what, foreign: { accounts, severity: 'critical' } };
  }
  if (flag(params, 'bypassPolicyLockoutSafetyCheck') !== true) return undefined;
  const reasons = ['AWS was told not to check whether the caller can still change the policy'];
  return { ...base, what: `set the policy of key ${key} without the safety check`, severity: 'medium', reasons };
}

export default defineDetection({
  id: 'kms-policy-lockout',
  topic: 'X',
  title: 'Owners locked out of an encryption key',
  severity: 'high',
  attack: ['T1531', 'T1486'],
  why: 'Nobody of yours can change the key any more, not even root: whoever still may use it can take it from everyone else.',
  benign: ['A key policy that names its administrators through a role of another account'],
  runbook: [
    'Ask {principal} who administers the key now.',
    'Read it: aws kms get-key-policy --key-id {target} --policy-name default --output text --region {region} (if you still may).',
    'Put a statement for arn:aws:iam::{account}:root with kms:* back: aws kms put-key-policy --key-id {target} --policy-name default --policy file://policy.json --region {region}; if all are locked out, only AWS Support can.',
    'Copy what the key protects under another key while it still decrypts, and see what else {principal} did since {time-1h}.',
  ],
  on: { source: 'kms', names: ['PutKeyPolicy', 'CreateKey', 'ReplicateKey'] },
  match: lockout,
  examples: () => ({
    fires: [
      { title: 'nobody of the account', severity: 'high', records: [put([allow(OWN, 'kms:Decrypt')])] },
      { title: 'only a stranger', severity: 'critical', records: [put([allow(`arn:aws:iam::${FOREIGN}:root`)])] },
      {
        title: 'without the safety check',
        severity: 'medium',
        records: [put([allow(OWN)], { bypassPolicyLockoutSafetyCheck: true })],
      },
    ],
    quiet: [
      {
        title: 'root keeps all rights',
        records: [put([allow(OWN), allow(`arn:aws:iam::${FOREIGN}:root`, 'kms:Decrypt')])],
      },
      {
        title: 'an administrator role keeps them',
        records: [put([allow('arn:aws:iam::111111111111:role/admin', ['kms:Put*'])])],
      },
      {
        title: 'Terraform builds a key',
        records: [
          record('kms', 'CreateKey', {
            params: { policy: JSON.stringify({ Statement: [allow(OWN)] }), bypassPolicyLockoutSafetyCheck: false },
          }),
        ],
      },
      {
        title: 'refused by the check',
        records: [put([allow(OWN, 'kms:Decrypt')], {}, { error: { code: 'MalformedPolicyDocumentException' } })],
      },
      {
        title: 'one of several keeps one of several rights',
        records: [
          put([
            {
              ...allow(OWN, ['kms:Decrypt', 'kms:PutKeyPolicy']),
              Principal: { AWS: [`arn:aws:iam::${FOREIGN}:root`, OWN] },
            },
          ]),
        ],
      },
      { title: 'all but one right', records: [put([{ Effect: 'Allow', Principal: '*', NotAction: 'kms:Decrypt' }])] },
      {
        title: 'all but a stranger',
        records: [
          put([
            { Effect: 'Allow', NotPrincipal: { AWS: `arn:aws:iam::${FOREIGN}:root` }, Action: 'kms:*', Resource: '*' },
          ]),
        ],
      },
    ],
  }),
});
