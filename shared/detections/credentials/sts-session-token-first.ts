import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, daily, iamUser, record } from '../example.ts';

function ask(name: string, difference: Difference = {}, params: Record<string, unknown> = { durationSeconds: 43200 }) {
  return record('sts', name, { by: iamUser('svc-backup'), params, ...difference });
}

/** The other half of the catalogue's row `sts-session-token-misuse`: what is unusual only because this user never did it. */
export default defineDetection({
  id: 'sts-session-token-first',
  topic: 'C',
  title: 'User turns a key into a session for the first time',
  severity: 'medium',
  attack: ['T1550.001'],
  why: 'A session made from a stolen key works on for up to 36 hours after the key is switched off.',
  benign: ['A developer starts to use a tool such as aws-vault', 'A new sign-in page for the console'],
  runbook: [
    'Ask {principal} whether they, or a tool of theirs, asked for a session at {time} from {ip}.',
    'If not, the key is stolen: aws iam update-access-key --user-name {principal} --access-key-id {key} --status Inactive. The session goes on until it expires, so deny the user everything until then: aws iam attach-user-policy --user-name {principal} --policy-arn arn:aws:iam::aws:policy/AWSDenyAll.',
    'See what was done since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=Username,AttributeValue={principal} --start-time {time}, in every region you use.',
  ],
  on: { source: 'sts', names: ['GetSessionToken', 'GetFederationToken'] },
  match: (event) => {
    // With an MFA device it is what the user guide asks people to do; services ask for nobody.
    if (event.principal.class !== 'user' || filled(event.params, 'serialNumber') !== undefined) return false;
    return { what: `asked for a session of its own with ${event.name}`, resource: `IAM user ${event.principal.name}` };
  },
  state: {
    firstSeen: {
      subject: (event) => `${event.account} ${event.name}`,
      value: (event) => event.principal.name,
      noun: 'user of it',
      learnDays: 1,
      known: 'quiet',
      learning: 'medium',
    },
  },
  examples: () => ({
    fires: [
      { title: 'the first user at all', severity: 'medium', records: [ask('GetSessionToken')] },
      {
        title: 'another user than those who always do',
        severity: 'medium',
        records: [
          ...daily(5, (minute) => ask('GetFederationToken', { minute, by: iamUser('svc-broker') })),
          ask('GetFederationToken', {}, { name: 'support' }),
        ],
      },
    ],
    quiet: [
      {
        title: 'with an MFA device',
        records: [
          ask('GetSessionToken', {}, { serialNumber: 'arn:aws:iam::111111111111:mfa/phone', tokenCode: '123456' }),
        ],
      },
      { title: 'refused', records: [ask('GetSessionToken', { error: { code: 'AccessDenied' } })] },
      { title: 'who one is', records: [ask('GetCallerIdentity')] },
    ],
  }),
});
