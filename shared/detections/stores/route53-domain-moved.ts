import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { record } from '../example.ts';

function call(name: string, params: Record<string, unknown> = {}, difference = {}) {
  return record('route53domains', name, {
    params: { domainName: 'example.com', ...params },
    region: 'us-east-1',
    ...difference,
  });
}

function moveIn({ name, params }: TrailEvent, domain: string): Pick<Match, 'what' | 'severity' | 'foreign'> {
  switch (name) {
    case 'TransferDomainToAnotherAwsAccount': {
      const account = filled(params, 'accountId') ?? '(unknown)';
      const foreign = { accounts: [account], severity: 'critical' as const };
      return { what: `offered domain ${domain} to account ${account}`, severity: 'medium', foreign };
    }
    case 'DeleteDomain':
      return { what: `deleted domain ${domain}`, severity: 'critical' };
    case 'UpdateDomainNameservers':
      return { what: `changed the name servers of domain ${domain}`, severity: 'high' };
    case 'DisableDomainTransferLock':
      return { what: `took the transfer lock off domain ${domain}`, severity: 'high' };
    case 'RetrieveDomainAuthCode':
      return { what: `fetched the transfer code of domain ${domain}`, severity: 'high' };
    default:
      return {
        what: `${name === 'DisableDomainAutoRenew' ? 'let domain expire:' : 'weakened DNSSEC of domain'} ${domain}`,
        severity: 'medium',
      };
  }
}

export default defineDetection({
  id: 'route53-domain-moved',
  topic: 'X',
  title: 'Domain unlocked, moved or repointed',
  severity: 'high',
  attack: ['T1584.001'],
  why: 'Whoever has the domain has every API, site and mailbox under it, and can get certificates for them.',
  benign: ['A domain moves to another registrar or account', 'DNS moves to another provider'],
  runbook: [
    'Ask {principal} and the owner of {target} whether it was meant. Minutes count: a transfer is hard to undo.',
    'See how it stands: aws route53domains get-domain-detail --domain-name {target} --region us-east-1 (Nameservers, StatusList should hold clientTransferProhibited); aws route53domains list-operations --region us-east-1.',
    'Stop it: aws route53domains enable-domain-transfer-lock --domain-name {target} --region us-east-1; aws route53domains cancel-domain-transfer-to-another-aws-account --domain-name {target} --region us-east-1; set the name servers back with aws route53domains update-domain-nameservers.',
    'Ask the registrar to hold the domain, and look for certificates issued for it since {time} in certificate transparency logs.',
  ],
  on: {
    source: 'route53domains',
    names: [
      'DeleteDomain',
      'DisableDomainAutoRenew',
      'DisableDomainTransferLock',
      'DisassociateDelegationSignerFromDomain',
      'RetrieveDomainAuthCode',
      'TransferDomainToAnotherAwsAccount',
      'UpdateDomainNameservers',
    ],
  },
  match: (event) => {
    const domain = filled(event.params, 'domainName') ?? '(unknown)';
    return { ...moveIn(event, domain), resource: `domain ${domain}`, target: domain };
  },
  examples: () => ({
    fires: [
      { title: 'unlocked', severity: 'high', records: [call('DisableDomainTransferLock')] },
      {
        title: 'offered to a stranger',
        severity: 'critical',
        records: [call('TransferDomainToAnotherAwsAccount', { accountId: '999999999999' })],
      },
      {
        title: 'offered to an account of yours',
        severity: 'medium',
        trusted: ['222222222222'],
        records: [call('TransferDomainToAnotherAwsAccount', { accountId: '222222222222' })],
      },
      {
        title: 'other name servers',
        severity: 'high',
        records: [call('UpdateDomainNameservers', { nameservers: [{ name: 'ns1.example.net' }] })],
      },
      { title: 'left to expire', severity: 'medium', records: [call('DisableDomainAutoRenew')] },
      { title: 'deleted', severity: 'critical', records: [call('DeleteDomain')] },
      { title: 'its transfer code fetched', severity: 'high', records: [call('RetrieveDomainAuthCode')] },
    ],
    quiet: [
      { title: 'locked', records: [call('EnableDomainTransferLock')] },
      { title: 'registered', records: [call('RegisterDomain')] },
      {
        title: 'refused',
        records: [call('DisableDomainTransferLock', {}, { error: { code: 'AccessDeniedException' } })],
      },
    ],
  }),
});
