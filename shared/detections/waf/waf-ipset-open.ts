import { filled, texts } from '../../cloudtrail/field.ts';
import { isInternetWide, widestCidr } from '../../policy/index.ts';
import { defineDetection } from '../define.ts';
import { record } from '../example.ts';

function ipSet(name: string, addresses: unknown, difference = {}) {
  const params = { name, scope: 'REGIONAL', id: '11111111-2222-3333-4444-555555555555', addresses };
  return record('wafv2', 'UpdateIPSet', { params, ...difference });
}

/** WAF refuses /0, so the whole internet is written in halves. */
const EVERYONE = ['0.0.0.0/1', '128.0.0.0/1'];

export default defineDetection({
  id: 'waf-ipset-open',
  topic: 'W',
  title: 'IP set opened wide',
  severity: 'high',
  attack: ['T1686.001'],
  why: 'Where a rule allows the addresses of this set, or skips checks for them, the rule now fits the whole internet.',
  benign: ['A geo or maintenance block made of large ranges'],
  runbook: [
    'Ask {principal} what {resource} is for and why it holds such ranges.',
    'See which rules use it: aws wafv2 list-web-acls --scope REGIONAL --region {region}, then get-web-acl on each and look for the set in ipSetReferenceStatement; an allow or a scope-down there opens the ACL, a block turns callers away.',
    'If not meant, set the addresses back: aws wafv2 update-ip-set --name {target} --scope REGIONAL --id ID --lock-token TOKEN --addresses ... --region {region}. The last call in CloudTrail before {time} holds the former list.',
    'Read the WAF log since {time} for requests that the rule let in.',
  ],
  on: { source: 'wafv2', names: ['CreateIPSet', 'UpdateIPSet'] },
  match: (event) => {
    const addresses = texts(event.params, 'addresses');
    if (addresses.length === 0 || !isInternetWide(addresses)) return false;
    const name = filled(event.params, 'name') ?? '(unknown)';
    const blocks = /block|deny|ban|bad|malicious/i.test(name);
    return {
      resource: `IP set ${name}`,
      target: name,
      what: `put ${widestCidr(addresses) ?? 'very large ranges'} and ${addresses.length - 1} more into IP set ${name}`,
      reasons: [
        'together the ranges take in the internet at large',
        ...(blocks ? ['its name says that it blocks, so callers may be turned away instead'] : []),
      ],
      ...(blocks ? { severity: 'medium' } : {}),
    };
  },
  examples: () => ({
    fires: [
      { title: 'the whole internet in halves', severity: 'high', records: [ipSet('partners', EVERYONE)] },
      {
        title: 'half of it among offices',
        severity: 'high',
        records: [ipSet('offices', ['203.0.113.0/24', '128.0.0.0/1'])],
      },
      { title: 'IPv6', severity: 'high', records: [ipSet('partners', ['::/1'])] },
      { title: 'a block list', severity: 'medium', records: [ipSet('blocked-countries', EVERYONE)] },
    ],
    quiet: [
      { title: 'an office', records: [ipSet('partners', ['203.0.113.0/24', '198.51.100.0/24'])] },
      { title: 'a private network', records: [ipSet('partners', ['10.0.0.0/8'])] },
      { title: 'emptied', records: [ipSet('partners', [])] },
      { title: 'denied', records: [ipSet('partners', EVERYONE, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
