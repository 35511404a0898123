import { at, filled, flag, texts } from '../../cloudtrail/field.ts';
import { isInternetWide } from '../../policy/index.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import { pipeline } from './example-instances.ts';

const configure = (resourcesVpcConfig: Record<string, unknown>, difference: Difference = {}) =>
  record('eks', 'UpdateClusterConfig', { params: { name: 'shop', resourcesVpcConfig }, ...difference });
const WORLD = { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] };
const OFFICE = { endpointPublicAccess: true, publicAccessCidrs: ['198.51.100.0/24'] };

export default defineDetection({
  id: 'eks-endpoint-opened',
  topic: 'X',
  title: 'Kubernetes API opened to the internet',
  severity: 'medium',
  attack: ['T1133', 'T1686.001'],
  why: 'Tokens of service accounts and stolen credentials now work from anywhere. Before, somebody had to be inside the network as well.',
  benign: ['Somebody works from a changing address', 'A build service without fixed addresses'],
  runbook: [
    'Ask {principal} whether cluster {target} is meant to answer the whole internet.',
    'See the settings: aws eks describe-cluster --region {region} --name {target} --query "cluster.resourcesVpcConfig.[endpointPublicAccess,endpointPrivateAccess,publicAccessCidrs]".',
    'If it was not meant: aws eks update-cluster-config --region {region} --name {target} --resources-vpc-config endpointPublicAccess=true,publicAccessCidrs=YOUR_NETWORK.',
    'Look in the cluster’s audit log (log group /aws/eks/{target}/cluster) for callers from unknown addresses since {time}.',
  ],
  on: { source: 'eks', names: ['UpdateClusterConfig'] },
  match: (event) => {
    const config = at(event.params, 'resourcesVpcConfig');
    const cidrs = texts(config, 'publicAccessCidrs');
    const access = flag(config, 'endpointPublicAccess');
    // Without a word on addresses the endpoint answers those set before, by default all.
    const opened = cidrs.length > 0 ? access !== false && isInternetWide(cidrs) : access === true;
    if (!opened) return false;
    const name = filled(event.params, 'name') ?? filled(event.params, 'clusterName') ?? 'a cluster';
    const whom = cidrs.length > 0 ? 'the whole internet' : 'the internet, as far as its list of addresses allows';
    return {
      resource: `cluster ${name}`,
      target: name,
      what: `opened the Kubernetes API of ${name} to ${whom}`,
      ...shipped(event),
    };
  },
  state: {
    changed: {
      settings: [
        'eks.cluster.resourcesVpcConfig.publicAccessCidrs',
        'eks.cluster.resourcesVpcConfig.endpointPublicAccess',
      ],
      judge: ({ setting, before, now }) => {
        if (before === now) return 'quiet';
        if (setting.endsWith('endpointPublicAccess'))
          return before === undefined ? undefined : { reason: 'it was closed before' };
        if (before === undefined) return { reason: 'which addresses were allowed before is not known' };
        return isInternetWide(before.split(', ')) ? 'quiet' : { severity: 'high', reason: `only ${before} before` };
      },
    },
  },
  examples: () => ({
    fires: [
      { title: 'for everyone', severity: 'medium', records: [configure(WORLD)] },
      {
        title: 'for the office before',
        severity: 'high',
        records: [configure(OFFICE, { minute: -60 }), configure(WORLD)],
      },
      {
        title: 'private before',
        severity: 'medium',
        records: [
          configure({ endpointPublicAccess: false }, { minute: -60 }),
          configure({ endpointPublicAccess: true }),
        ],
      },
      { title: 'by a pipeline', severity: 'low', records: [configure(WORLD, { by: pipeline() })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [configure(WORLD, { by: role('deploy') })],
      },
    ],
    quiet: [
      { title: 'for the office', records: [configure(OFFICE)] },
      { title: 'closed', records: [configure({ endpointPublicAccess: false, endpointPrivateAccess: true })] },
      {
        title: 'only the private endpoint',
        records: [configure({ endpointPrivateAccess: true })],
      },
      {
        title: 'it was open from the start',
        records: [
          record('eks', 'CreateCluster', { minute: -60, params: { name: 'shop', resourcesVpcConfig: WORLD } }),
          configure(WORLD),
        ],
      },
      {
        title: 'it was open in other words',
        records: [
          record('eks', 'CreateCluster', {
            minute: -60,
            params: { name: 'shop', resourcesVpcConfig: { ...WORLD, publicAccessCidrs: ['0.0.0.0/1', '128.0.0.0/1'] } },
          }),
          configure(WORLD),
        ],
      },
      { title: 'refused', records: [configure(WORLD, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
