import type { TrailEvent } from '../../cloudtrail/event.ts';
import { texts } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { type Difference, daily, record, role } from '../example.ts';
import { ORDINARY_WEEK } from '../roles/assumption.ts';

const ENABLE = 'EnableOutboundWebIdentityFederation';

function audiencesOf(event: TrailEvent): string[] {
  return texts(event.params, 'audience').sort();
}

/** A host to ask the list of own hosts about: audiences are URLs as a rule. */
function hostOf(audience: string): string {
  return /^https?:\/\/([^/:?#]+)/i.exec(audience)?.[1]?.toLowerCase() ?? audience;
}

function token(event: TrailEvent): Match | false {
  const audiences = audiencesOf(event);
  if (audiences.length === 0) return false;
  return {
    resource: `tokens of account ${event.account}`,
    target: event.principal.name,
    what: `got a token that proves to ${audiences.join(', ')} who it is`,
    listed: [{ list: 'hosts', names: audiences.map(hostOf), severity: 'low' }],
  };
}

function ask(audience: string, difference: Difference = {}) {
  const params = { audience: [audience], signingAlgorithm: 'RS256', durationSeconds: 300 };
  return record('sts', 'GetWebIdentityToken', { by: role('orders', 'orders'), params, ...difference });
}
const enable = (difference: Difference = {}) => record('iam', ENABLE, { region: 'us-east-1', ...difference });
const PARTNER = 'https://api.example.net';

export default defineDetection({
  id: 'sts-outbound-jwt-enabled',
  topic: 'F',
  title: 'AWS identity used outside for the first time',
  severity: 'medium',
  attack: ['T1550.001'],
  why: 'Signed tokens tell outside services which role is asking. Who has a role’s credentials can get such a token and is let in wherever the role is trusted, where no log of AWS reaches.',
  benign: ['A new partner or cloud that trusts AWS identities', 'The feature is switched on for such a project'],
  runbook: [
    'Ask the owner of {principal} what trusts tokens of this account, and since when.',
    'See whether it is on, and which issuer stands in the tokens: aws iam get-outbound-web-identity-federation-info.',
    'List what asks for tokens: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=GetWebIdentityToken --start-time {time-1h} (requestParameters.audience), in every region you use.',
    'If not meant: aws iam disable-outbound-web-identity-federation, or limit sts:GetWebIdentityToken by sts:IdentityTokenAudience.',
  ],
  on: { source: ['iam', 'sts'], names: [ENABLE, 'GetWebIdentityToken'] },
  match: (event) =>
    event.name === ENABLE
      ? {
          resource: `account ${event.account}`,
          what: 'let the roles of the account get tokens for services outside of AWS',
        }
      : token(event),
  state: {
    firstSeen: {
      subject: (event) => event.account,
      value: (event) =>
        event.name === ENABLE
          ? `switched on by ${event.principal.name}`
          : `${event.principal.name} to ${audiencesOf(event).join(', ')}`,
      noun: 'use of tokens',
      learnDays: 1,
      learnFrom: 'account',
    },
  },
  examples: () => ({
    fires: [
      { title: 'switched on', severity: 'medium', records: [...ORDINARY_WEEK.slice(-1), enable()] },
      { title: 'the first token', severity: 'medium', records: [...ORDINARY_WEEK, ask(PARTNER)] },
      {
        title: 'for another audience than every day',
        severity: 'medium',
        records: [...daily(7, (minute) => ask(PARTNER, { minute })), ask('https://login.example.org')],
      },
      {
        title: 'by another role than every day',
        severity: 'medium',
        records: [...daily(7, (minute) => ask(PARTNER, { minute })), ask(PARTNER, { by: role('admin') })],
      },
      {
        title: 'for a host of one’s own',
        severity: 'low',
        lists: { hosts: ['api.example.net'] },
        records: [...ORDINARY_WEEK, ask(`${PARTNER}/orders`)],
      },
      {
        title: 'for a name of one’s own that is no address',
        severity: 'low',
        lists: { hosts: ['partner'] },
        records: [...ORDINARY_WEEK, ask('partner')],
      },
    ],
    quiet: [
      { title: 'the same as every day', records: [...daily(7, (minute) => ask(PARTNER, { minute })), ask(PARTNER)] },
      { title: 'refused', records: [...ORDINARY_WEEK, ask(PARTNER, { error: { code: 'AccessDenied' } })] },
      {
        title: 'it is on already',
        records: [...ORDINARY_WEEK, enable({ error: { code: 'FeatureEnabledException' } })],
      },
      {
        title: 'switched off',
        records: [...ORDINARY_WEEK, record('iam', 'DisableOutboundWebIdentityFederation', { region: 'us-east-1' })],
      },
    ],
  }),
});
