import { at, filled, flag, list, texts } from '../../cloudtrail/field.ts';
import { shipped } from '../caller.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record, role } from '../example.ts';
import { pipeline } from './example-instances.ts';

const TELLING = ['audit', 'authenticator'];

function configure(clusterLogging: readonly Record<string, unknown>[], difference: Difference = {}) {
  return record('eks', 'UpdateClusterConfig', { params: { name: 'shop', logging: { clusterLogging } }, ...difference });
}
const OFF = { types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'], enabled: false };

export default defineDetection({
  id: 'eks-logging-off',
  topic: 'X',
  title: 'Audit log of a Kubernetes cluster switched off',
  severity: 'medium',
  attack: ['T1685.002'],
  why: 'What is done inside the cluster stands only in its audit log: secrets read, pods started, rights given. Without it nobody can tell.',
  benign: ['Cost in a test cluster'],
  runbook: [
    'Ask {principal} why cluster {target} needs no audit log.',
    'Switch it on again: aws eks update-cluster-config --region {region} --name {target} --logging \'{"clusterLogging":[{"types":["audit","authenticator"],"enabled":true}]}\'.',
    'Secure what there is up to {time}: log group /aws/eks/{target}/cluster.',
    'Look at what else {principal} did from {time-1h} on: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-1h} --end-time {time+6h}.',
  ],
  on: { source: 'eks', names: ['UpdateClusterConfig'] },
  match: (event) => {
    const logs = list(at(event.params, 'logging'), 'clusterLogging');
    const off = logs.filter((each) => flag(each, 'enabled') === false).flatMap((each) => texts(each, 'types'));
    const lost = TELLING.filter((type) => off.includes(type));
    if (lost.length === 0) return false;
    const name = filled(event.params, 'name') ?? filled(event.params, 'clusterName') ?? 'a cluster';
    const about = {
      resource: `cluster ${name}`,
      target: name,
      what: `switched off the ${lost.join(' and ')} log of cluster ${name}`,
    };
    // The console names all logs, also those that were off before, when somebody switches one on.
    const mixed = logs.some((each) => flag(each, 'enabled') === true);
    if (mixed) return { ...about, severity: 'low', reasons: ['other logs were switched on in the same call'] };
    return { ...about, ...shipped(event) };
  },
  examples: () => ({
    fires: [
      { title: 'all logs', severity: 'medium', records: [configure([OFF])] },
      { title: 'the audit log', severity: 'medium', records: [configure([{ types: ['audit'], enabled: false }])] },
      {
        title: 'another one on instead',
        severity: 'low',
        records: [
          configure([
            { types: ['api'], enabled: true },
            { types: ['audit'], enabled: false },
          ]),
        ],
      },
      { title: 'by a pipeline', severity: 'low', records: [configure([OFF], { by: pipeline() })] },
      {
        title: 'by a role that ships infrastructure',
        severity: 'low',
        lists: { deployRoles: ['deploy'] },
        records: [configure([OFF], { by: role('deploy') })],
      },
    ],
    quiet: [
      { title: 'switched on', records: [configure([{ types: ['audit'], enabled: true }])] },
      { title: 'a log of no use here', records: [configure([{ types: ['scheduler'], enabled: false }])] },
      { title: 'refused', records: [configure([OFF], { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
