import { counted } from '../alerts/wording.ts';
import type { Answer, Checked, Condition } from './condition.ts';

/** A dead-letter queue. */
export interface DeadQueue {
  readonly name: string;
  readonly state: Answer<DeadState>;
}
export interface DeadState {
  readonly arn: string;
  readonly messages: number;
  /** Of one of them, where it says so: SQS itself gives no reason when it gives up. */
  readonly sample?: { readonly reason?: string | undefined; readonly object?: string | undefined } | undefined;
}

const CHECK = 'dead-letters';
/** infra/queues.yml names them so. */
const SUFFIX = '-dead-letters';

/** Queues that hold what was given up. */
export function judgeDeadLetters(queues: readonly DeadQueue[]): Checked {
  return {
    check: CHECK,
    conditions: queues.flatMap((queue) => conditionOf(queue) ?? []),
    over: (key) => `No dead letters any more in ${key.slice(CHECK.length + 1)}`,
  };
}

/** How many messages were given up, of the queues that answered. */
export function deadIn(queues: readonly DeadQueue[]): number {
  return queues.reduce((sum, { state }) => sum + (state.is === 'known' ? state.value.messages : 0), 0);
}

function conditionOf({ name, state }: DeadQueue): Condition | undefined {
  const key = `${CHECK}.${name}`;
  if (state.is === 'missing')
    return {
      key,
      severity: 'high',
      title: `There is no dead-letter queue ${name}`,
      lines: ['What fails again and again is lost.'],
      nextSteps: ['Deploy the stack again, and find out who deleted the queue (alert self-pipeline-tampered).'],
    };
  if (state.is !== 'known' || state.value.messages === 0) return undefined;
  const { arn, messages, sample } = state.value;
  return {
    key,
    severity: 'high',
    title: `${counted(messages, 'dead letter')} in ${name}`,
    lines: [
      `${counted(messages, 'message')} could not be worked on, after several tries or because none could help. They are kept for 14 days.`,
      sample?.reason === undefined
        ? 'The first says no reason: its function failed, was stopped or ran out of time.'
        : `The first says: ${sample.reason}`,
      ...(sample?.object === undefined ? [] : [`It is about ${sample.object}`]),
    ],
    nextSteps: [
      'Read the log of the function at that time, and mend the cause.',
      `Then let them be tried again: aws sqs start-message-move-task --source-arn ${arn} --destination-arn ${sourceOf(arn)}`,
    ],
  };
}

/** The queue they came from. It must be named: ingest puts some here itself, and of these SQS does not know. */
function sourceOf(arn: string): string {
  return arn.endsWith(SUFFIX) ? arn.slice(0, -SUFFIX.length) : 'ARN-OF-THE-QUEUE';
}
