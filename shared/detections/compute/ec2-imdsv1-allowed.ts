import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, text } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import { ec2Request } from './ec2-request.ts';
import { instance, pipeline } from './example-instances.ts';

function options(body: Record<string, unknown>, difference: Difference = {}) {
  const params = { ModifyInstanceMetadataOptionsRequest: { InstanceId: instance(1), ...body } };
  return record('ec2', 'ModifyInstanceMetadataOptions', { params, ...difference });
}
function defaults(body: Record<string, unknown>) {
  return record('ec2', 'ModifyInstanceMetadataDefaults', { params: { ModifyInstanceMetadataDefaultsRequest: body } });
}

/** What the call allows again; undefined when nothing. */
function allowed(event: TrailEvent): string | undefined {
  const request = ec2Request(event);
  if (event.name === 'ModifyInstanceMetadataOptions')
    return text(request, 'httpTokens') === 'optional' ? (filled(request, 'instanceId') ?? 'an instance') : undefined;
  if (text(request, 'httpTokensEnforced') === 'disabled') return `instances that ask for it in ${event.region}`;
  return text(request, 'httpTokens') === 'optional' ? `every new instance in ${event.region}` : undefined;
}

export default defineDetection({
  id: 'ec2-imdsv1-allowed',
  topic: 'X',
  title: 'Old instance metadata service allowed again',
  severity: 'medium',
  attack: ['T1552.005', 'T1578.005'],
  why: 'Version 1 of the metadata service gives the role’s credentials to any plain request, so one web flaw that fetches URLs (SSRF) is enough to steal them.',
  benign: ['Old software that can’t use version 2'],
  runbook: [
    'Ask {principal} which software on {resource} still needs version 1.',
    'See who asks without a token: CloudWatch metric MetadataNoToken of namespace AWS/EC2 for the instance.',
    'Require tokens again: aws ec2 modify-instance-metadata-options --region {region} --instance-id {target} --http-tokens required; for new instances: aws ec2 modify-instance-metadata-defaults --region {region} --http-tokens required.',
    'See what the instance’s role did since {time} from addresses that are not the instance’s own.',
  ],
  on: { source: 'ec2', names: ['ModifyInstanceMetadataOptions', 'ModifyInstanceMetadataDefaults'] },
  match: (event) => {
    const whom = allowed(event);
    if (whom === undefined) return false;
    return {
      resource: whom,
      target: whom,
      what: `let ${whom} use version 1 of the metadata service again`,
      ...shipped(event),
    };
  },
  examples: () => ({
    fires: [
      {
        title: 'an instance',
        severity: 'medium',
        records: [options({ HttpTokens: 'optional', HttpEndpoint: 'enabled' })],
      },
      { title: 'the region’s default', severity: 'medium', records: [defaults({ HttpTokens: 'optional' })] },
      { title: 'no longer enforced', severity: 'medium', records: [defaults({ HttpTokensEnforced: 'disabled' })] },
      { title: 'by a pipeline', severity: 'low', records: [options({ HttpTokens: 'optional' }, { by: pipeline() })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [options({ HttpTokens: 'optional' }, { by: role('deploy') })],
      },
    ],
    quiet: [
      { title: 'tokens required', records: [options({ HttpTokens: 'required' })] },
      { title: 'only the hop limit', records: [options({ HttpPutResponseHopLimit: 2 })] },
      { title: 'no default any more', records: [defaults({ HttpTokens: 'no-preference' })] },
      {
        title: 'refused',
        records: [options({ HttpTokens: 'optional' }, { error: { code: 'Client.UnauthorizedOperation' } })],
      },
    ],
  }),
});
