import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { eased } from './deploys.ts';
import { newcomer } from './newcomer.ts';

const verify = (emailAddress: string, difference = {}) =>
  record('ses', 'VerifyEmailIdentity', { params: { emailAddress }, ...difference });
const usual = daily(6, (minute) => verify('shop@example.com', { minute, by: role('onboarding') }));

export default defineDetection({
  id: 'ses-identity-added',
  topic: 'X',
  title: 'New sender address for mail',
  severity: 'medium',
  attack: ['T1585.002', 'T1496.004'],
  why: 'A new address or domain is what phishing from your account is sent with.',
  benign: ['A team sets up mail for an application'],
  runbook: [
    'Ask {principal} whose {target} is.',
    'See who may send: aws sesv2 list-email-identities --region {region}; aws sesv2 get-account --region {region}.',
    'Take it away if nobody wants it: aws sesv2 delete-email-identity --email-identity {target} --region {region}; cut {key} off.',
    'See whether mail went out since {time}: aws ses get-send-statistics --region {region}.',
  ],
  on: {
    source: 'ses',
    names: [
      'CreateEmailIdentity',
      'VerifyEmailIdentity',
      'VerifyEmailAddress',
      'VerifyDomainIdentity',
      'VerifyDomainDkim',
    ],
  },
  match: (event) => {
    const { params } = event;
    const sender =
      filled(params, 'emailIdentity') ?? filled(params, 'emailAddress') ?? filled(params, 'domain') ?? '(unknown)';
    const what = `set up ${sender} as a sender of mail`;
    return eased(event, { what, resource: `SES in ${event.region}`, target: sender }, 'low');
  },
  state: { firstSeen: newcomer('low') },
  examples: () => ({
    fires: [
      { title: 'by somebody new', severity: 'medium', records: [...usual, verify('billing@example.net')] },
      { title: 'little is known yet', severity: 'low', records: [verify('billing@example.net')] },
      {
        title: 'a domain',
        severity: 'medium',
        records: [...usual, record('ses', 'CreateEmailIdentity', { params: { emailIdentity: 'example.net' } })],
      },
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [
          ...daily(6, (minute) => record('sts', 'GetCallerIdentity', { minute })),
          verify('shop@example.com', { by: role() }),
        ],
      },
    ],
    quiet: [
      {
        title: 'taken away',
        records: [record('ses', 'DeleteIdentity', { params: { identity: 'example.net' } })],
      },
      { title: 'refused', records: [verify('billing@example.net', { error: { code: 'AccessDenied' } })] },
    ],
  }),
});
