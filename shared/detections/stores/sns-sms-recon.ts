import { byService } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { newcomer } from './newcomer.ts';

const ask = (name: string, difference = {}, source = 'sns') => record(source, name, { ...difference });
const BOTH = [ask('GetSMSAttributes'), ask('GetSMSSandboxAccountStatus', { minute: 1 })];

export default defineDetection({
  id: 'sns-sms-recon',
  topic: 'X',
  title: 'Text messaging sounded out',
  severity: 'medium',
  attack: ['T1526'],
  why: 'Before they flood phones with lures, thieves ask how many text messages the account may send, region by region.',
  benign: ['An inventory or a new application'],
  runbook: [
    'Ask {principal} what asked at {time} from {ip}.',
    'See what else the credentials did: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}.',
    'If nobody can explain it, the credentials are stolen: cut {key} off.',
    'See whether messages went out: SMSMonthToDateSpentUSD in aws cloudwatch get-metric-statistics, namespace AWS/SNS, region {region}.',
  ],
  on: {
    source: ['sns', 'sms-voice'],
    names: [
      'CheckIfPhoneNumberIsOptedOut',
      'DescribeAccountLimits',
      'DescribeSenderIds',
      'DescribeSpendLimits',
      'GetSMSAttributes',
      'GetSMSSandboxAccountStatus',
      'ListOriginationNumbers',
      'ListSMSSandboxPhoneNumbers',
    ],
    outcome: ['success', 'denied'],
  },
  match: (event) => {
    if (event.viaConsole || byService(event)) return false;
    return { what: 'asked how many text messages the account may send', resource: `SMS of account ${event.account}` };
  },
  state: {
    firstSeen: newcomer('medium'),
    count: {
      subject: (event) => event.principal.key,
      distinct: (event) => `${event.region} ${event.name}`,
      atLeast: 2,
      withinMinutes: 15,
      noun: 'questions in different regions or words',
    },
  },
  examples: () => ({
    fires: [
      { title: 'two questions', severity: 'medium', records: BOTH },
      {
        title: 'one question in two regions',
        severity: 'medium',
        records: [ask('GetSMSAttributes'), ask('GetSMSAttributes', { minute: 1, region: 'us-east-1' })],
      },
    ],
    quiet: [
      { title: 'one question', records: [ask('GetSMSAttributes')] },
      { title: 'the console', records: BOTH.map((one) => ({ ...one, sessionCredentialFromConsole: 'true' })) },
      {
        title: 'the daily inventory',
        records: [
          ...daily(6, (minute) => ask('GetSMSAttributes', { minute, by: role('inventory') })),
          ask('GetSMSAttributes', { by: role('inventory') }),
          ask('DescribeSpendLimits', { minute: 1, by: role('inventory') }, 'sms-voice'),
        ],
      },
      {
        title: 'a service of AWS',
        records: BOTH.map((one) => ({ ...one, userIdentity: role('AWSServiceRoleForConfig') })),
      },
      {
        title: 'two over a morning',
        records: [ask('GetSMSAttributes'), ask('ListOriginationNumbers', { minute: 15.5 })],
      },
    ],
  }),
});
