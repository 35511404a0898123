import type { Answer, Checked, Condition } from './condition.ts';

/** A topic that people hear of trouble by. */
export interface Topic {
  /** What it is for: `alerts`, `operations`. */
  readonly role: string;
  readonly arn: string;
  /** Confirmed subscriptions. */
  readonly listeners: Answer<number>;
}

/** Whether anybody hears what is sent. A topic can't tell that nobody listens to it: the other one does, and the alarm. */
export function judgeWayOut(topics: readonly Topic[]): Checked {
  return {
    check: 'way-out',
    conditions: topics.flatMap((topic) => conditionOf(topic) ?? []),
    over: (key) => `Somebody hears the ${key.slice('way-out.'.length)} topic again`,
  };
}

function conditionOf({ role, arn, listeners }: Topic): Condition | undefined {
  const isGone = listeners.is === 'missing';
  if (!isGone && !(listeners.is === 'known' && listeners.value === 0)) return undefined;
  return {
    key: `way-out.${role}`,
    severity: 'critical',
    title: isGone ? `There is no ${role} topic` : `Nobody hears the ${role} topic`,
    lines: [isGone ? `${arn} is gone: nothing is sent.` : `${arn} has no confirmed subscription.`],
    nextSteps: [
      isGone
        ? 'Deploy the stack again.'
        : `Confirm the mail of AWS Notifications, or subscribe: aws sns subscribe --topic-arn ${arn} --protocol email --notification-endpoint ADDRESS`,
      'If somebody was subscribed before, find out who took it away (alert self-pipeline-tampered).',
    ],
  };
}
