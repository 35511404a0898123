import type { Answer, Checked, Condition } from './condition.ts';

/** How log files come to be known, as AWS says. */
export interface WayIn {
  /** The queue that `ingest` reads: its ARN and policy. */
  readonly queue: Answer<{ readonly arn: string; readonly policy: string }>;
  /** Where a bucket tells of new objects; absent: another account's topic tells, and its bucket is not ours to ask. */
  readonly bucket?: { readonly name: string; readonly targets: Answer<readonly Target[]> } | undefined;
  /** Our subscription to that topic. */
  readonly subscription?: { readonly arn: string; readonly isConfirmed: Answer<boolean> } | undefined;
}
interface Target {
  readonly kind: 'queue' | 'topic' | 'eventbridge' | 'function';
  readonly arn: string;
  /** Of object keys; empty: all. */
  readonly suffix: string;
}

const LOG_NAME = '.json.gz';
const SENDERS = { queue: 's3.amazonaws.com', eventbridge: 'events.amazonaws.com', topic: 'sns.amazonaws.com' } as const;

/** Whether new log files still reach the queue. */
export function judgeWayIn({ queue, bucket, subscription }: WayIn): Checked {
  const conditions: Condition[] = [];
  if (queue.is === 'missing') conditions.push(trouble('queue', 'There is no ingest queue', 'No new log file is read.'));
  if (queue.is === 'known') {
    const { arn, policy } = queue.value;
    if (bucket?.targets.is === 'known') conditions.push(...ofTargets(bucket.name, bucket.targets.value, arn, policy));
    else if (subscription !== undefined && !mayReceive(policy, 'topic'))
      conditions.push(
        trouble(
          'policy',
          'The ingest queue refuses SNS',
          'Its policy does not let the topic send: no new log file is read.',
        ),
      );
  }
  if (bucket?.targets.is === 'missing')
    conditions.push(
      trouble('bucket', `There is no bucket ${bucket.name}`, 'The logs are gone, and with them all that comes.'),
    );
  if (subscription?.isConfirmed.is === 'missing')
    conditions.push(
      trouble(
        'subscription',
        'The ingest queue is not subscribed any more',
        `There is no ${subscription.arn}: no new log file is read.`,
      ),
    );
  if (subscription?.isConfirmed.is === 'known' && !subscription.isConfirmed.value)
    conditions.push(
      trouble(
        'subscription',
        'The subscription of the ingest queue is not confirmed',
        `${subscription.arn} waits for the owner of the topic.`,
      ),
    );
  return { check: 'way-in', conditions, over: () => 'New log files reach the ingest queue again' };
}

function ofTargets(name: string, targets: readonly Target[], queue: string, policy: string): Condition[] {
  const leading = targets.filter(
    ({ kind, arn }) => kind === 'eventbridge' || kind === 'topic' || (kind === 'queue' && arn === queue),
  );
  const others = targets.map(({ kind, arn }) => arn || kind).join(', ');
  if (leading.length === 0)
    return [
      trouble(
        'notification',
        `The bucket ${name} does not tell of new log files any more`,
        others === '' ? 'It notifies nobody.' : `It notifies ${others}, and not the ingest queue.`,
      ),
    ];
  if (leading.every(({ suffix }) => suffix !== '' && !LOG_NAME.endsWith(suffix)))
    return [
      trouble(
        'notification',
        `The bucket ${name} tells of other files only`,
        `Its notification wants keys ending in ${leading[0]?.suffix}: no log file does.`,
      ),
    ];
  if (leading.some(({ kind }) => kind !== 'function' && mayReceive(policy, kind))) return [];
  return [
    trouble(
      'policy',
      'The ingest queue refuses what the bucket tells',
      'Its policy lets nobody send who is told by the bucket: no new log file is read.',
    ),
  ];
}

/** An Allow that names the service. What a Deny beside it takes away shows as silence. */
function mayReceive(policy: string, kind: keyof typeof SENDERS): boolean {
  return policy.includes(SENDERS[kind]);
}

function trouble(what: string, title: string, line: string): Condition {
  return {
    key: `way-in.${what}`,
    severity: 'critical',
    title,
    lines: [line],
    nextSteps: [
      'Put it back as the outputs of the stack say (aws cloudformation describe-stacks), or deploy again: the queue and its policy come from the template.',
      'Find out who changed it: alerts ct-bucket-tampered, ct-eventbridge-cut, self-pipeline-tampered.',
      'What was delivered meanwhile is still in the bucket: npx gatetrail backfill reads it.',
    ],
  };
}
