import type { TrailEvent } from '../../cloudtrail/event.ts';
import { amount, filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { eased } from './deploys.ts';
import { newcomer } from './newcomer.ts';

const set = (attributes: Record<string, unknown>, difference = {}) =>
  record('sns', 'SetSMSAttributes', { params: { attributes }, ...difference });
const usual = daily(6, (minute) => set({ MonthlySpendLimit: '100' }, { minute, by: role('platform') }));

function raisedIn({ name, params }: TrailEvent): string | undefined {
  if (name === 'RequestPhoneNumber') return 'ordered a phone number to send from';
  if (name === 'CreateSMSSandboxPhoneNumber') return 'let text messages be sent to a new number';
  const limit = amount(params, 'attributes', 'MonthlySpendLimit') ?? amount(params, 'monthlyLimit');
  if (limit !== undefined) return `set the monthly limit for text messages to ${limit} USD`;
  const sender = filled(params, 'attributes', 'DefaultSenderID');
  return sender === undefined ? undefined : `let text messages be sent as ${sender}`;
}

export default defineDetection({
  id: 'sns-sms-limit-raised',
  topic: 'X',
  title: 'Text messaging opened up',
  severity: 'high',
  attack: ['T1496.004'],
  why: 'The account is made ready to flood phones: lures in your name, or calls to numbers that earn their owner money.',
  benign: ['An application starts to send text messages'],
  runbook: [
    'Ask {principal} which application sends text messages.',
    'See how it stands: aws sns get-sms-attributes --region {region}; aws pinpoint-sms-voice-v2 describe-spend-limits --region {region}.',
    'Put it back: aws sns set-sms-attributes --attributes MonthlySpendLimit=1 --region {region}; aws pinpoint-sms-voice-v2 delete-text-message-spend-limit-override --region {region}; cut {key} off.',
    'See what was spent: SMSMonthToDateSpentUSD, namespace AWS/SNS, region {region}.',
  ],
  on: {
    source: ['sns', 'sms-voice'],
    names: [
      'CreateSMSSandboxPhoneNumber',
      'RequestPhoneNumber',
      'SetSMSAttributes',
      'SetTextMessageSpendLimitOverride',
      'SetVoiceMessageSpendLimitOverride',
    ],
  },
  match: (event) => {
    const what = raisedIn(event);
    if (what === undefined) return false;
    return eased(event, { what, resource: `SMS in ${event.region}`, target: event.region }, 'low');
  },
  state: { firstSeen: newcomer('medium') },
  examples: () => ({
    fires: [
      { title: 'by somebody new', severity: 'high', records: [...usual, set({ MonthlySpendLimit: '10000' })] },
      { title: 'little is known yet', severity: 'medium', records: [set({ MonthlySpendLimit: '10000' })] },
      {
        title: 'by the other service',
        severity: 'medium',
        records: [record('sms-voice', 'SetTextMessageSpendLimitOverride', { params: { monthlyLimit: 10000 } })],
      },
      { title: 'under another name', severity: 'medium', records: [set({ DefaultSenderID: 'YourBank' })] },
      { title: 'a number ordered', severity: 'medium', records: [record('sms-voice', 'RequestPhoneNumber')] },
      {
        title: 'a number let through the sandbox',
        severity: 'medium',
        records: [record('sns', 'CreateSMSSandboxPhoneNumber')],
      },
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [...usual, set({ MonthlySpendLimit: '100' }, { by: role() })],
      },
    ],
    quiet: [
      { title: 'where reports go', records: [set({ UsageReportS3Bucket: 'sms-reports' })] },
      { title: 'refused', records: [set({ MonthlySpendLimit: '10000' }, { error: { code: 'AuthorizationError' } })] },
    ],
  }),
});
