import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag, list } from '../../cloudtrail/field.ts';
import { defineDetection, type Match } from '../define.ts';
import { FOREIGN, record } from '../example.ts';
import { audienceOf, audienceOfNames, shared } from '../sharing.ts';
import { member } from './members.ts';

const domainName = 'orders-search';

function update(Principal: unknown, more: Record<string, unknown> = {}, difference = {}) {
  const Statement = [{ Effect: 'Allow', Principal, Action: 'es:*', Resource: '*' }];
  const accessPolicies = JSON.stringify({ Version: '2012-10-17', Statement });
  return record('es', 'UpdateDomainConfig', { params: { domainName, accessPolicies, ...more }, ...difference });
}

/** In a VPC, or behind users and passwords of its own, an open policy is how AWS's guide sets a domain up. */
function guardOf({ params, response }: TrailEvent): string | undefined {
  // A new domain is told by the request; of one that is changed, the answer holds all.
  for (const source of [params, member(response, 'domainConfig')]) {
    const vpc = member(source, 'vPCOptions');
    if (list(member(vpc, 'options') ?? vpc, 'subnetIds').length > 0) return 'it is in a VPC';
    const security = member(source, 'advancedSecurityOptions');
    if (flag(member(security, 'options') ?? security, 'enabled') === true) return 'it asks for users of its own';
  }
  return undefined;
}

function opened(event: TrailEvent): Match | undefined {
  const name = filled(event.params, 'domainName') ?? '(unknown)';
  if (event.name === 'AuthorizeVpcEndpointAccess')
    return shared(`search domain ${name}`, name, audienceOfNames([filled(event.params, 'account') ?? '']));
  const audience = audienceOf(event.params['accessPolicies']);
  if (audience === undefined) return undefined;
  const match = shared(`search domain ${name}`, name, audience);
  const guard = guardOf(event);
  if (match?.severity !== 'critical' || guard === undefined) return match;
  return { ...match, severity: 'medium', reasons: [...(match.reasons ?? []), guard] };
}

export default defineDetection({
  id: 'opensearch-opened',
  topic: 'X',
  title: 'Search domain opened to strangers',
  severity: 'high',
  attack: ['T1530', 'T1537'],
  why: 'Whatever is indexed can be searched, dumped and deleted with plain HTTP requests; open domains are found within hours.',
  benign: ['A domain in a VPC that relies on its security group'],
  runbook: [
    'See who is let in: aws opensearch describe-domain-config --domain-name {target} --query DomainConfig.AccessPolicies.Options --output text --region {region}.',
    'Close it: aws opensearch update-domain-config --domain-name {target} --access-policies file://policy.json --region {region}, naming the roles that use it.',
    'Ask {principal} what they wanted.',
    'See who came since {time}: the audit log of the domain, if it is on; look for indices that are gone or named like a ransom note.',
  ],
  on: {
    source: 'es',
    names: [
      'UpdateDomainConfig',
      'CreateDomain',
      'UpdateElasticsearchDomainConfig',
      'CreateElasticsearchDomain',
      'AuthorizeVpcEndpointAccess',
    ],
  },
  match: opened,
  examples: () => ({
    fires: [
      { title: 'to everyone', severity: 'critical', records: [update({ AWS: '*' })] },
      {
        title: 'to everyone, in a VPC',
        severity: 'medium',
        records: [update('*', { vPCOptions: { subnetIds: ['subnet-1'] } })],
      },
      {
        title: 'to everyone, with users of its own',
        severity: 'medium',
        records: [
          update('*', {}, { response: { domainConfig: { advancedSecurityOptions: { options: { enabled: true } } } } }),
        ],
      },
      { title: 'to an account', severity: 'high', records: [update({ AWS: FOREIGN })] },
      {
        title: 'to the VPC of an account',
        severity: 'high',
        records: [record('es', 'AuthorizeVpcEndpointAccess', { params: { domainName, account: FOREIGN } })],
      },
      {
        title: 'to everyone, in the VPC it was made in',
        severity: 'medium',
        records: [
          update('*', {}, { response: { domainConfig: { vPCOptions: { options: { subnetIds: ['subnet-1'] } } } } }),
        ],
      },
      {
        title: 'a new one, with users of its own',
        severity: 'medium',
        records: [update('*', { advancedSecurityOptions: { enabled: true } })],
      },
    ],
    quiet: [
      { title: 'to a role of the account', records: [update({ AWS: 'arn:aws:iam::111111111111:role/search' })] },
      {
        title: 'another size',
        records: [record('es', 'UpdateDomainConfig', { params: { domainName, clusterConfig: { instanceCount: 3 } } })],
      },
      { title: 'refused', records: [update('*', {}, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
