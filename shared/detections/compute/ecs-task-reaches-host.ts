import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled, flag, list, text, texts } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, record } from '../example.ts';
import { newToAccount } from '../first-time.ts';
import { KNOWN_ACCOUNT } from './example-instances.ts';

/** Folders of the host with which a container rules it. */
const RULING = /^\/(?:etc|root|home|proc|sys|boot|var|var\/lib(?:\/(?:docker|ecs))?|var\/run|run)?\/?$/;
const SOCKET = /(?:docker|containerd|crio)\.sock$/;
const CAPABILITIES = new Set(['ALL', 'SYS_ADMIN', 'SYS_PTRACE', 'SYS_MODULE', 'DAC_READ_SEARCH', 'SYS_RAWIO', 'BPF']);

/** The ways out of its container that a task definition gives, for a person. */
function waysOut(event: TrailEvent): readonly string[] {
  const containers = list(event.params, 'containerDefinitions');
  const added = containers.flatMap((each) => texts(each, 'linuxParameters', 'capabilities', 'add').concat());
  const paths = list(event.params, 'volumes').map((volume) => filled(volume, 'host', 'sourcePath') ?? '');
  const ways = [
    ...(containers.some((each) => flag(each, 'privileged') === true) ? ['privileged'] : []),
    ...added.filter((name) => CAPABILITIES.has(name.toUpperCase())).map((name) => `capability ${name}`),
    ...paths.filter((path) => path !== '' && (RULING.test(path) || SOCKET.test(path))).map((path) => `host’s ${path}`),
    ...(text(event.params, 'pidMode') === 'host' ? ['the host’s processes'] : []),
  ];
  return [...new Set(ways)].sort();
}

function register(more: Record<string, unknown>, container: Record<string, unknown> = {}, difference: Difference = {}) {
  const containerDefinitions = [{ name: 'main', image: 'alpine', essential: true, ...container }];
  return record('ecs', 'RegisterTaskDefinition', {
    params: { family: 'job', containerDefinitions, ...more },
    ...difference,
  });
}
const volume = (sourcePath: string) => ({ volumes: [{ name: 'v', host: { sourcePath } }] });

export default defineDetection({
  id: 'ecs-task-reaches-host',
  topic: 'X',
  title: 'Container that can break out to its host',
  severity: 'medium',
  attack: ['T1611', 'T1610'],
  why: 'Such a container takes over the EC2 instance it runs on, and with it the roles of the instance and of every other task there.',
  benign: ['Monitoring and log agents, which read the host', 'Builds that start containers of their own'],
  runbook: [
    'Ask {principal} what task definition {target} needs this for.',
    'Read it: aws ecs describe-task-definition --region {region} --task-definition {target}.',
    'See where it runs: aws ecs list-clusters --region {region}, then aws ecs list-tasks --region {region} --cluster CLUSTER --family {target}.',
    'If it was not meant, stop the tasks (aws ecs stop-task), deregister the definition, and replace the instances it ran on; see what their roles did since {time}.',
  ],
  on: { source: 'ecs', names: ['RegisterTaskDefinition'] },
  match: (event) => {
    const ways = waysOut(event);
    if (ways.length === 0) return false;
    const family = filled(event.params, 'family') ?? 'without a name';
    return {
      resource: `task definition ${family}`,
      target: family,
      what: `made task definition ${family}, which reaches its host (${ways.slice(0, 4).join(', ')})`,
    };
  },
  state: {
    firstSeen: newToAccount(
      'task with this reach',
      (event) => `${filled(event.params, 'family') ?? ''}: ${waysOut(event).join(', ')}`,
      { learning: 'low' },
    ),
  },
  examples: () => ({
    fires: [
      { title: 'privileged', severity: 'medium', records: [...KNOWN_ACCOUNT, register({}, { privileged: true })] },
      { title: 'the whole disk', severity: 'medium', records: [...KNOWN_ACCOUNT, register(volume('/'))] },
      {
        title: 'Docker’s socket',
        severity: 'medium',
        records: [...KNOWN_ACCOUNT, register(volume('/var/run/docker.sock'))],
      },
      { title: 'all processes', severity: 'medium', records: [...KNOWN_ACCOUNT, register({ pidMode: 'host' })] },
      {
        title: 'a capability',
        severity: 'medium',
        records: [...KNOWN_ACCOUNT, register({}, { linuxParameters: { capabilities: { add: ['SYS_ADMIN'] } } })],
      },
      { title: 'in an account just met', severity: 'low', records: [register({}, { privileged: true })] },
      {
        title: 'one of two containers',
        severity: 'medium',
        records: [
          ...KNOWN_ACCOUNT,
          register({ containerDefinitions: [{ name: 'main' }, { name: 'agent', privileged: 'true' }] }),
        ],
      },
    ],
    quiet: [
      { title: 'an ordinary task', records: [...KNOWN_ACCOUNT, register({}, { privileged: false })] },
      { title: 'a folder of its own', records: [...KNOWN_ACCOUNT, register(volume('/mnt/cache'))] },
      {
        title: 'a volume without a place',
        records: [...KNOWN_ACCOUNT, register({ volumes: [{ name: 'v', host: {} }] })],
      },
      {
        title: 'refused',
        records: [...KNOWN_ACCOUNT, register({}, { privileged: true }, { error: { code: 'ClientException' } })],
      },
    ],
  }),
});
