import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { type Difference, daily, iamUser, person, record } from '../example.ts';
import { newToAccount } from '../first-time.ts';
import { taskOf } from './container-task.ts';
import { KNOWN_ACCOUNT } from './example-instances.ts';

const exec = (index: number, difference: Difference = {}) =>
  record('ecs', 'ExecuteCommand', {
    params: { cluster: 'shop', container: 'api', command: '/bin/sh', interactive: true, task: `task${index}` },
    ...difference,
  });

export default defineDetection({
  id: 'ecs-exec-new-operator',
  topic: 'X',
  title: 'A newcomer opened a shell in a container',
  severity: 'medium',
  attack: ['T1609'],
  why: 'ECS Exec gives a shell in a running container, and with it the task’s role and all secrets in its environment.',
  benign: ['A developer looks into a problem for the first time'],
  runbook: [
    'Ask {principal} what was done in {resource} at {time} from {ip}.',
    'See which role the task has: aws ecs describe-tasks --region {region} --cluster CLUSTER --tasks {target} --query "tasks[].taskDefinitionArn", then aws ecs describe-task-definition --region {region} --task-definition ARN --query taskDefinition.taskRoleArn.',
    'Read what was typed, if exec logs are on (aws ecs describe-clusters --region {region} --clusters CLUSTER --include CONFIGURATIONS).',
    'If nobody can explain it, stop the credentials ({key}), stop the task (aws ecs stop-task), rotate the secrets in its environment, and see what its role did since {time}.',
  ],
  on: { source: 'ecs', names: ['ExecuteCommand'] },
  match: (event) => {
    const task = taskOf(event);
    const command = filled(event.params, 'command') ?? 'a command';
    return {
      resource: `container ${filled(event.params, 'container') ?? 'of task'} ${task}`,
      target: task,
      what: `ran ${command.slice(0, 80)} in a container of task ${task}`,
    };
  },
  state: {
    firstSeen: newToAccount('user of ECS Exec', (event) => event.principal.key, { learning: 'low' }),
    count: { subject: (event) => event.principal.key, atLeast: 1, withinMinutes: 1440, noun: 'commands' },
  },
  examples: () => ({
    fires: [
      { title: 'the first', severity: 'medium', records: [...KNOWN_ACCOUNT, exec(1)] },
      { title: 'in an account just met', severity: 'low', records: [exec(1)] },
      {
        title: 'others do so every day',
        severity: 'medium',
        records: [
          ...daily(7, (minute) => exec(1, { minute, by: person('bob@example.com') })),
          exec(1, { by: iamUser() }),
        ],
      },
    ],
    quiet: [
      {
        title: 'a command line that failed',
        records: [...KNOWN_ACCOUNT, exec(1, { error: { code: 'TargetNotConnectedException' } })],
      },
      {
        title: 'a task is started',
        records: [...KNOWN_ACCOUNT, record('ecs', 'RunTask', { params: { cluster: 'shop' } })],
      },
    ],
  }),
});
