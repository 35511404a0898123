import type { TrailEvent } from '../../cloudtrail/event.ts';
import { flag } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { eased } from './deploys.ts';
import { newcomer } from './newcomer.ts';

const call = (name: string, params: Record<string, unknown>, difference = {}) =>
  record('ses', name, { params, ...difference });
const details = {
  mailType: 'TRANSACTIONAL',
  websiteURL: 'https://example.com',
  productionAccessEnabled: true,
  useCaseDescription: 'HIDDEN_DUE_TO_SECURITY_REASONS',
};

function openingIn({ name, params, region }: TrailEvent): string | undefined {
  switch (name) {
    case 'PutAccountDetails':
      return flag(params, 'productionAccessEnabled') === false
        ? undefined
        : `asked to send mail to anyone from ${region}`;
    case 'PutAccountSendingAttributes':
      return flag(params, 'sendingEnabled') === true ? `switched on mail in ${region}` : undefined;
    default:
      return flag(params, 'enabled') === true ? `switched on mail in ${region}` : undefined;
  }
}

export default defineDetection({
  id: 'ses-sending-opened',
  topic: 'X',
  title: 'Mass mail from the account made possible',
  severity: 'high',
  attack: ['T1586.002', 'T1496.004'],
  why: 'Out of the sandbox, the account sends tens of thousands of mails a day to anyone: phishing in your name, on your bill.',
  benign: ['A new application starts to send mail'],
  runbook: [
    'Ask {principal} which application sends mail from {region}.',
    'See how it stands: aws sesv2 get-account --region {region} (ProductionAccessEnabled, SendQuota, Details).',
    'Stop it: aws sesv2 put-account-sending-attributes --no-sending-enabled --region {region}; cut {key} off, and tell AWS Support the request is not yours.',
    'Look in other regions too: each has its own sandbox; and for new senders since {time-1h}: aws sesv2 list-email-identities --region {region}.',
  ],
  on: { source: 'ses', names: ['PutAccountDetails', 'PutAccountSendingAttributes', 'UpdateAccountSendingEnabled'] },
  match: (event) => {
    const what = openingIn(event);
    if (what === undefined) return false;
    return eased(event, { what, resource: `SES in ${event.region}`, target: event.region }, 'low');
  },
  // A job that pauses and resumes sending by its reputation is known by then.
  state: { firstSeen: newcomer('high', 'low') },
  examples: () => ({
    fires: [
      { title: 'out of the sandbox', severity: 'high', records: [call('PutAccountDetails', details)] },
      { title: 'switched on', severity: 'high', records: [call('UpdateAccountSendingEnabled', { enabled: true })] },
      {
        title: 'by the job that does so',
        severity: 'low',
        records: [
          ...daily(6, (minute) =>
            call('UpdateAccountSendingEnabled', { enabled: true }, { minute, by: role('reputation') }),
          ),
          call('UpdateAccountSendingEnabled', { enabled: true }, { by: role('reputation') }),
        ],
      },
      {
        title: 'switched on, in the newer words',
        severity: 'high',
        records: [call('PutAccountSendingAttributes', { sendingEnabled: true })],
      },
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [
          ...daily(6, (minute) => record('sts', 'GetCallerIdentity', { minute })),
          call('PutAccountDetails', details, { by: role() }),
        ],
      },
    ],
    quiet: [
      { title: 'switched off', records: [call('UpdateAccountSendingEnabled', { enabled: false })] },
      { title: 'only asked', records: [call('GetAccountSendingEnabled', {})] },
      { title: 'refused', records: [call('PutAccountDetails', details, { error: { code: 'AccessDeniedException' } })] },
      {
        title: 'details of an account that stays in the sandbox',
        records: [call('PutAccountDetails', { ...details, productionAccessEnabled: false })],
      },
      {
        title: 'switched off, in the newer words',
        records: [call('PutAccountSendingAttributes', { sendingEnabled: false })],
      },
    ],
  }),
});
