import type { TrailEvent } from '../../cloudtrail/event.ts';
import { byService } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { burst, daily, iamUser, record, role } from '../example.ts';
import { newcomer } from './newcomer.ts';

const QUESTIONS = [
  'GetAccount',
  'GetAccountSendingEnabled',
  'GetEmailIdentity',
  'GetIdentityVerificationAttributes',
  'GetSendQuota',
  'GetSendStatistics',
  'ListConfigurationSets',
  'ListEmailIdentities',
  'ListIdentities',
  'ListVerifiedEmailAddresses',
];

const ask = (name: string, difference = {}) => record('ses', name, { by: iamUser(), ...difference });
const asked = (names: readonly string[], difference = {}) =>
  burst(names.length, (index, minute) => ask(names[index] ?? '', { ...difference, minute }));
const QUOTA_EVERYWHERE = ['us-east-1', 'us-west-2', 'eu-west-1'].map((region, minute) =>
  ask('GetSendQuota', { region, minute }),
);

const question = (event: TrailEvent) => `${event.region} ${event.name}`;

export default defineDetection({
  id: 'ses-recon',
  topic: 'X',
  title: 'Mail service sounded out',
  severity: 'medium',
  attack: ['T1526', 'T1087.003'],
  why: 'Thieves of access keys ask first how many mails the account may send and in whose name: phishing from your domain is worth money.',
  benign: ['An inventory or a new mail tool'],
  runbook: [
    'Ask {principal} what asked at {time} from {ip}.',
    'See what else the credentials did: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}.',
    'If nobody can explain it, the credentials are stolen: cut {key} off.',
    'See whether mail went out: aws ses get-send-statistics --region {region}; new senders: aws sesv2 list-email-identities --region {region}.',
  ],
  on: { source: 'ses', names: QUESTIONS, outcome: ['success', 'denied'] },
  match: (event) => {
    // A page of the console asks several at once.
    if (event.viaConsole || byService(event)) return false;
    return { what: 'asked what the mail service may send', resource: `SES of account ${event.account}` };
  },
  state: {
    firstSeen: newcomer('medium'),
    count: {
      subject: (event) => event.principal.key,
      distinct: question,
      atLeast: 3,
      withinMinutes: 15,
      noun: 'questions in different regions or words',
    },
  },
  examples: () => ({
    fires: [
      {
        title: 'three questions',
        severity: 'medium',
        records: asked(['GetAccountSendingEnabled', 'GetSendQuota', 'ListIdentities']),
      },
      { title: 'the quota in three regions', severity: 'medium', records: QUOTA_EVERYWHERE },
      {
        title: 'refused everywhere',
        severity: 'medium',
        records: asked(['GetAccount', 'GetSendQuota', 'ListIdentities'], { error: { code: 'AccessDenied' } }),
      },
    ],
    quiet: [
      { title: 'one question', records: asked(['GetSendQuota']) },
      { title: 'a mailer that watches its quota', records: asked(Array.from({ length: 10 }, () => 'GetSendQuota')) },
      { title: 'the console', records: asked(QUESTIONS, { also: { sessionCredentialFromConsole: 'true' } }) },
      {
        title: 'the daily inventory',
        records: [
          ...daily(6, (minute) => ask('GetSendQuota', { minute, by: role('inventory') })),
          ...asked(QUESTIONS, { by: role('inventory') }),
        ],
      },
      { title: 'a service of AWS', records: asked(QUESTIONS, { by: role('AWSServiceRoleForConfig') }) },
      {
        title: 'three over an hour',
        records: [0, 8, 15.5].map((minute, at) => ask(QUESTIONS[at] ?? '', { minute })),
      },
    ],
  }),
});
