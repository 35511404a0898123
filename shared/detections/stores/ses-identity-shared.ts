import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { FOREIGN, record } from '../example.ts';
import { audienceOf, shared } from '../sharing.ts';

function put(Principal: unknown, difference = {}) {
  const Resource = 'arn:aws:ses:eu-central-1:111111111111:identity/example.com';
  const Statement = [{ Effect: 'Allow', Principal, Action: ['ses:SendEmail', 'ses:SendRawEmail'], Resource }];
  return record('ses', 'PutIdentityPolicy', {
    params: {
      identity: 'example.com',
      policyName: 'senders',
      policy: JSON.stringify({ Version: '2012-10-17', Statement }),
    },
    ...difference,
  });
}

export default defineDetection({
  id: 'ses-identity-shared',
  topic: 'X',
  title: 'Strangers allowed to send as you',
  severity: 'high',
  attack: ['T1098', 'T1586.002'],
  why: 'Another account sends signed mail in the name of your domain; the mails pass every check, and nothing of it shows in your logs.',
  benign: ['A provider that sends newsletters: put its account on the trust list'],
  runbook: [
    'Ask {principal} who is to send as {target}.',
    'See who may: aws ses list-identity-policies --identity {target} --region {region}; aws ses get-identity-policies --identity {target} --policy-names NAME --region {region}.',
    'Take it back: aws ses delete-identity-policy --identity {target} --policy-name NAME --region {region}.',
    'Warn those who get mail from {target}; DMARC reports show who sent since {time}.',
  ],
  on: { source: 'ses', names: ['PutIdentityPolicy', 'CreateEmailIdentityPolicy', 'UpdateEmailIdentityPolicy'] },
  match: ({ params }) => {
    const identity = filled(params, 'identity') ?? filled(params, 'emailIdentity') ?? '(unknown)';
    const audience = audienceOf(params['policy']);
    return audience === undefined ? undefined : shared(`sender ${identity}`, identity, audience);
  },
  examples: () => ({
    fires: [
      { title: 'an account', severity: 'high', records: [put({ AWS: FOREIGN })] },
      { title: 'everyone', severity: 'critical', records: [put('*')] },
    ],
    quiet: [
      { title: 'a user of the account', records: [put({ AWS: 'arn:aws:iam::111111111111:user/mailer' })] },
      { title: 'a trusted account', trusted: [FOREIGN], records: [put({ AWS: FOREIGN })] },
      { title: 'refused', records: [put('*', { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
