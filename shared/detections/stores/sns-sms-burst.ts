import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, daily, record, role } from '../example.ts';
import { newcomer } from './newcomer.ts';

const DATA = { managementEvent: false, eventCategory: 'Data' };
const message = (difference = {}) =>
  record('sns', 'Publish', {
    params: { phoneNumber: 'HIDDEN_DUE_TO_SECURITY_REASONS', message: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    also: DATA,
    ...difference,
  });
const messages = (count: number, difference = {}) =>
  burst(count, (_index, minute) => message({ ...difference, minute }));
const usual = daily(6, (minute) => message({ minute, by: role('otp') }));

export default defineDetection({
  id: 'sns-sms-burst',
  topic: 'X',
  title: 'Text messages sent in masses by a newcomer',
  severity: 'high',
  attack: ['T1496.004'],
  why: 'Stolen credentials send lures to thousands of phones in your name; each message is on your bill.',
  benign: ['A campaign of a new application'],
  runbook: [
    'Stop it: aws sns set-sms-attributes --attributes MonthlySpendLimit=1 --region {region}; cut {key} of {principal} off.',
    'Ask {principal} which application it is.',
    'See what was spent: SMSMonthToDateSpentUSD and NumberOfNotificationsDelivered, namespace AWS/SNS, region {region}; and in other regions.',
    'Tell AWS Support: numbers and sender ids that were abused get blocked.',
  ],
  // Data events of AWS::SNS::PhoneNumber and AWS::SMSVoice::Message: the trail must record them.
  on: { source: ['sns', 'sms-voice'], names: ['Publish', 'SendTextMessage'] },
  match: (event) => {
    if (event.name === 'Publish' && filled(event.params, 'phoneNumber') === undefined) return false;
    return { what: 'sent many text messages', resource: `SMS of account ${event.account}` };
  },
  state: {
    firstSeen: newcomer('high'),
    count: {
      subject: (event) => event.principal.key,
      atLeast: 40,
      withinMinutes: 10,
      noun: 'text messages (or more)',
    },
  },
  examples: () => ({
    fires: [
      { title: 'by somebody new', severity: 'high', records: [...usual, ...messages(40)] },
      { title: 'little is known yet', severity: 'high', records: messages(40) },
    ],
    quiet: [
      { title: 'the application that sends codes', records: [...usual, ...messages(60, { by: role('otp') })] },
      { title: 'some', records: [...usual, ...messages(20)] },
      {
        title: 'to a topic',
        records: [...usual, ...messages(60, { params: { topicArn: 'arn:aws:sns:eu-central-1:111111111111:orders' } })],
      },
      { title: 'slowly', records: [...usual, ...burst(40, (_index, minute) => message({ minute }), 10.6 / 40)] },
    ],
  }),
});
