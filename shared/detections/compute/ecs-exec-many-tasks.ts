import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, record } from '../example.ts';
import { AS_USUAL, newToCaller } from '../first-time.ts';
import { taskOf } from './container-task.ts';
import { KNOWN_ACCOUNT } from './example-instances.ts';

const exec = (count: number, difference: Difference = {}, everyMinutes = 0.1) =>
  burst(
    count,
    (index, minute) =>
      record('ecs', 'ExecuteCommand', {
        params: { cluster: 'shop', container: 'api', command: 'env', interactive: true, task: `task${index}` },
        ...difference,
        minute: (difference.minute ?? 0) + minute,
      }),
    everyMinutes,
  );

export default defineDetection({
  id: 'ecs-exec-many-tasks',
  topic: 'X',
  title: 'Commands run in several containers',
  severity: 'high',
  attack: ['T1609'],
  why: 'Going from container to container with ECS Exec collects the secrets and role credentials of one application after the other.',
  benign: ['An operator looks into all copies of a service during an incident'],
  runbook: [
    'Ask {principal} what was run at {time} from {ip}.',
    'List it: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=EventName,AttributeValue=ExecuteCommand --start-time {time-1h} --end-time {time+1h} (cluster, task, container, command).',
    'If nobody can explain it, stop the credentials ({key}) and stop the tasks: aws ecs stop-task --region {region} --cluster CLUSTER --task {target}; their role credentials stay valid for hours.',
    'Rotate the secrets in the environments of those tasks, and see what their roles did since {time}.',
  ],
  on: { source: 'ecs', names: ['ExecuteCommand'] },
  match: (event) => {
    const task = taskOf(event);
    return {
      resource: `container ${filled(event.params, 'container') ?? 'of task'} ${task}`,
      target: task,
      what: `ran commands in containers of several tasks, at last of ${task}`,
    };
  },
  state: {
    firstSeen: newToCaller('task', taskOf, AS_USUAL),
    count: {
      subject: (event) => event.principal.key,
      distinct: taskOf,
      atLeast: 3,
      withinMinutes: 30,
      noun: 'tasks',
    },
  },
  examples: () => ({
    fires: [
      { title: 'three tasks', severity: 'high', records: [...KNOWN_ACCOUNT, ...exec(3)] },
      { title: 'in an account just met', severity: 'medium', records: exec(3) },
      {
        title: 'tasks it visits every day',
        severity: 'low',
        records: [-4320, -2880, -1440, 0].flatMap((minute) => exec(3, { minute })),
      },
    ],
    quiet: [
      { title: 'two tasks', records: [...KNOWN_ACCOUNT, ...exec(2)] },
      { title: 'one task again and again', records: exec(9, { params: { cluster: 'shop', task: 'task1' } }) },
      { title: 'three, not within half an hour', records: [...KNOWN_ACCOUNT, ...exec(3, {}, 15.3)] },
      { title: 'they failed', records: exec(5, { error: { code: 'TargetNotConnectedException' } }) },
    ],
  }),
});
