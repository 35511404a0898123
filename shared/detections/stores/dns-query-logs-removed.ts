import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { record, role } from '../example.ts';
import { eased } from './deploys.ts';

const resolverQueryLogConfigId = 'rqlc-4473f20ca554c07';

function call(name: string, params: Record<string, unknown> = {}, difference = {}) {
  return record('route53resolver', name, { params: { resolverQueryLogConfigId, ...params }, ...difference });
}

/** What is logged no more, in words that complete "alice …". */
function lossIn({ name, params }: TrailEvent): { what: string; target: string } {
  const config = filled(params, 'resolverQueryLogConfigId') ?? filled(params, 'id') ?? '(unknown)';
  const network = filled(params, 'resourceId');
  if (name === 'DisassociateResolverQueryLogConfig' && network !== undefined)
    return { what: `stopped logging the DNS queries of ${network}`, target: network };
  const kind = name === 'DeleteQueryLoggingConfig' ? 'query log of a hosted zone' : 'DNS query log';
  return { what: `deleted ${kind} ${config}`, target: config };
}

export default defineDetection({
  id: 'dns-query-logs-removed',
  topic: 'X',
  title: 'DNS query log removed',
  severity: 'high',
  attack: ['T1685.002'],
  why: 'The names that machines ask for show where malware calls home and data leaves hidden in queries. That is dark now.',
  benign: ['A network is taken down', 'Logs move to another destination'],
  runbook: [
    'Ask {principal} why, and what logs instead.',
    'See what is left: aws route53resolver list-resolver-query-log-configs --region {region}; aws route53resolver list-resolver-query-log-config-associations --region {region}.',
    'Put it back: aws route53resolver create-resolver-query-log-config --name restored --destination-arn ARN --creator-request-id restored --region {region}, then aws route53resolver associate-resolver-query-log-config --resolver-query-log-config-id ID --resource-id VPC --region {region}.',
    'See what {principal} did since: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}.',
  ],
  on: {
    source: ['route53resolver', 'route53'],
    names: ['DeleteResolverQueryLogConfig', 'DisassociateResolverQueryLogConfig', 'DeleteQueryLoggingConfig'],
  },
  match: (event) => {
    const { what, target } = lossIn(event);
    // Queries to a public zone come from strangers: less is lost.
    const severity = event.name === 'DeleteQueryLoggingConfig' ? 'medium' : 'high';
    return eased(event, { what, target, severity, resource: `DNS logs of account ${event.account}` }, 'low');
  },
  examples: () => ({
    fires: [
      { title: 'deleted', severity: 'high', records: [call('DeleteResolverQueryLogConfig')] },
      {
        title: 'taken off a VPC',
        severity: 'high',
        records: [call('DisassociateResolverQueryLogConfig', { resourceId: 'vpc-1' })],
      },
      {
        title: 'of a public zone',
        severity: 'medium',
        records: [record('route53', 'DeleteQueryLoggingConfig', { params: { id: 'q-1' } })],
      },
      {
        title: 'a stack taken down',
        severity: 'low',
        records: [
          call('DeleteResolverQueryLogConfig', {}, { by: { ...role(), invokedBy: 'cloudformation.amazonaws.com' } }),
        ],
      },
    ],
    quiet: [
      { title: 'put on a VPC', records: [call('AssociateResolverQueryLogConfig', { resourceId: 'vpc-1' })] },
      {
        title: 'still in use',
        records: [call('DeleteResolverQueryLogConfig', {}, { error: { code: 'InvalidRequestException' } })],
      },
    ],
  }),
});
