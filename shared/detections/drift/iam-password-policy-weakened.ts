import { amount } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { ROOT, record } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';

const strict = {
  minimumPasswordLength: 14,
  passwordReusePrevention: 24,
  maxPasswordAge: 90,
  requireSymbols: true,
  requireNumbers: true,
  requireLowercaseCharacters: true,
  requireUppercaseCharacters: true,
};

function update(policy: Record<string, unknown>, difference = {}) {
  return record('iam', 'UpdateAccountPasswordPolicy', { region: 'us-east-1', params: policy, ...difference });
}

/** AWS's own policy, in force where an account has none: at least 8 characters. */
const AWS_LENGTH = 8;

function judge({ setting, before, now }: Change): Verdict {
  const member = setting.slice(setting.lastIndexOf('.') + 1);
  if (member === 'present')
    return now === '' ? { reason: "the policy is gone: AWS's own holds, 8 characters and no more" } : 'quiet';
  if (before === undefined)
    return member === 'minimumPasswordLength' && (amount(now) ?? 6) < AWS_LENGTH
      ? { reason: `passwords of ${now === '' ? 6 : now} characters are enough now; what it was before is not known` }
      : 'quiet';
  return isWeaker(member, before, now)
    ? { reason: `${member} went from ${before} to ${now === '' ? 'none' : now}` }
    : 'quiet';
}

function isWeaker(member: string, before: string, now: string): boolean {
  if (before === now) return false;
  if (now === '') return true;
  const [was, is] = [amount(before), amount(now)];
  if (was === undefined || is === undefined) return false;
  return member === 'maxPasswordAge' ? is > was : is < was;
}

export default defineDetection({
  id: 'iam-password-policy-weakened',
  topic: 'D',
  title: 'Password policy of the account weakened',
  severity: 'medium',
  attack: ['T1556'],
  why: 'IAM users can choose passwords that are guessed, or keep one that leaked: the console stands open longer.',
  benign: ['Expiry is given up on purpose for longer passwords and MFA'],
  runbook: [
    'See what holds now: aws iam get-account-password-policy.',
    'Ask {principal} why it was weakened.',
    'If not meant: aws iam update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24 --max-password-age 90 --require-symbols --require-numbers --require-uppercase-characters --require-lowercase-characters --allow-users-to-change-password.',
    'See which users changed their password since {time}: aws iam generate-credential-report, then aws iam get-credential-report (password_last_changed).',
  ],
  on: { source: 'iam', names: ['UpdateAccountPasswordPolicy', 'DeleteAccountPasswordPolicy'] },
  match: (event) => ({
    resource: `password policy of account ${event.account}`,
    what: event.name.startsWith('Delete') ? 'deleted the password policy' : 'weakened the password policy',
  }),
  state: {
    changed: {
      settings: [
        'iam.passwordPolicy.present',
        'iam.passwordPolicy.minimumPasswordLength',
        'iam.passwordPolicy.passwordReusePrevention',
        'iam.passwordPolicy.maxPasswordAge',
        'iam.passwordPolicy.requireSymbols',
        'iam.passwordPolicy.requireNumbers',
        'iam.passwordPolicy.requireLowercaseCharacters',
        'iam.passwordPolicy.requireUppercaseCharacters',
      ],
      judge,
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'shorter passwords',
        severity: 'medium',
        records: [update(strict, { minute: -600 }), update({ ...strict, minimumPasswordLength: 8 })],
      },
      {
        title: 'a demand left out, which takes it away',
        severity: 'medium',
        records: [update(strict, { minute: -600 }), update({ ...strict, requireNumbers: undefined })],
      },
      {
        title: 'expiry later',
        severity: 'medium',
        records: [update(strict, { minute: -600 }), update({ ...strict, maxPasswordAge: 365 })],
      },
      {
        title: 'deleted, nothing known',
        severity: 'medium',
        records: [record('iam', 'DeleteAccountPasswordPolicy', { region: 'us-east-1', by: ROOT })],
      },
      { title: 'six characters, nothing known', severity: 'medium', records: [update({ requireSymbols: true })] },
      {
        title: 'old passwords sooner again',
        severity: 'medium',
        records: [update(strict, { minute: -600 }), update({ ...strict, passwordReusePrevention: 5 })],
      },
      ...['requireSymbols', 'requireLowercaseCharacters', 'requireUppercaseCharacters'].map((member) => ({
        title: `${member} no longer`,
        severity: 'medium' as const,
        records: [update(strict, { minute: -600 }), update({ ...strict, [member]: false })],
      })),
    ],
    quiet: [
      {
        title: 'a first expiry',
        records: [update({ ...strict, maxPasswordAge: undefined }, { minute: -600 }), update(strict)],
      },
      {
        title: 'longer passwords and earlier expiry',
        records: [
          update(strict, { minute: -600 }),
          update({ ...strict, minimumPasswordLength: 16, maxPasswordAge: 60 }),
        ],
      },
      { title: 'the same again', records: [update(strict, { minute: -600 }), update(strict)] },
      { title: 'a first policy', records: [update(strict)] },
      {
        title: 'denied',
        records: [update(strict, { minute: -600 }), update({}, { error: { code: 'AccessDenied' } })],
      },
    ],
  }),
});
