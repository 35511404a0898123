import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, list } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { daily, record, role } from '../example.ts';
import { eased } from './deploys.ts';
import { newcomer } from './newcomer.ts';

function change(name: string, type: string, value: string, difference = {}, action = 'UPSERT') {
  const resourceRecordSet = { name, type, tTL: 300, resourceRecords: [{ value }] };
  return record('route53', 'ChangeResourceRecordSets', {
    region: 'us-east-1',
    params: { hostedZoneId: 'Z0123456789ABCDEFGHIJ', changeBatch: { changes: [{ action, resourceRecordSet }] } },
    ...difference,
  });
}
const usual = daily(6, (minute) => change('api.example.com', 'A', '192.0.2.10', { minute, by: role('external-dns') }));
const known = daily(6, (minute) => record('sts', 'GetCallerIdentity', { minute }));

/** Records that only prove to a certificate authority whose a name is. */
const PROOF = /^_(acme-challenge|[0-9a-f]{32})\./i;
/** Records that hand names, or their mail, to other servers. */
const DELEGATING = new Set(['NS', 'MX', 'DS']);

type Changed = { readonly name: string; readonly type: string; readonly to: string };

function changesIn({ params }: TrailEvent): Changed[] {
  return list(params, 'changeBatch', 'changes').flatMap((one) => {
    const name = filled(one, 'resourceRecordSet', 'name') ?? '';
    const type = filled(one, 'resourceRecordSet', 'type') ?? '';
    if (filled(one, 'action') === 'DELETE' || name === '' || PROOF.test(name)) return [];
    const values = list(one, 'resourceRecordSet', 'resourceRecords').flatMap((value) => filled(value, 'value') ?? []);
    const to = filled(one, 'resourceRecordSet', 'aliasTarget', 'dNSName') ?? values.slice(0, 3).join(', ');
    return [{ name, type, to }];
  });
}

export default defineDetection({
  id: 'route53-records-by-newcomer',
  topic: 'X',
  title: 'DNS records changed by a newcomer',
  severity: 'medium',
  attack: ['T1584.002', 'T1557'],
  why: 'A record that points elsewhere sends the callers of an API, with their tokens, to a stranger, who gets a valid certificate for the name too.',
  benign: ['A new member of the team, a new tool'],
  runbook: [
    'Ask {principal} where {target} is to point; is it an address or host of yours?',
    'See it: aws route53 list-resource-record-sets --hosted-zone-id ZONE --start-record-name {target} --max-items 1.',
    'Put it back with aws route53 change-resource-record-sets; the former value is in your templates, or in the last change before {time}.',
    'While it stood elsewhere tokens may have been sent there: change those that callers of {target} use, and look for new certificates for the name.',
  ],
  on: { source: 'route53', names: ['ChangeResourceRecordSets'] },
  match: (event) => {
    const [first, ...others] = changesIn(event);
    if (first === undefined) return false;
    const delegated = [first, ...others].some(({ type }) => DELEGATING.has(type));
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    const match = {
      what: `pointed ${first.type} ${first.name} to ${first.to}${more}`,
      resource: `DNS name ${first.name}`,
      target: first.name,
      reasons: delegated ? ['names or mail are handed to other servers'] : [],
      severity: delegated ? ('high' as const) : ('medium' as const),
    };
    return eased(event, match, 'low');
  },
  state: { firstSeen: newcomer('low') },
  examples: () => ({
    fires: [
      {
        title: 'a name repointed',
        severity: 'medium',
        records: [...usual, change('api.example.com', 'A', '203.0.113.66')],
      },
      {
        title: 'a zone handed over',
        severity: 'high',
        records: [...usual, change('pay.example.com', 'NS', 'ns1.example.net')],
      },
      { title: 'little is known yet', severity: 'low', records: [change('api.example.com', 'A', '203.0.113.66')] },
      {
        title: 'mail of one of two names',
        severity: 'high',
        records: [
          ...usual,
          record('route53', 'ChangeResourceRecordSets', {
            params: {
              changeBatch: {
                changes: ['A', 'MX'].map((type) => ({
                  action: 'UPSERT',
                  resourceRecordSet: { name: 'example.com', type, resourceRecords: [{ value: '192.0.2.10' }] },
                })),
              },
            },
          }),
        ],
      },
      {
        title: 'by a deploy role',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [...known, change('api.example.com', 'A', '192.0.2.11', { by: role() })],
      },
    ],
    quiet: [
      {
        title: 'a proof for a certificate',
        records: [change('_acme-challenge.api.example.com', 'TXT', '"abc"')],
      },
      { title: 'removed', records: [change('old.example.com', 'A', '192.0.2.10', {}, 'DELETE')] },
      {
        title: 'refused',
        records: [change('api.example.com', 'A', '203.0.113.66', { error: { code: 'AccessDenied' } })],
      },
    ],
  }),
});
