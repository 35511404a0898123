import { isoTime } from '../cloudtrail/time.ts';
import type { Answer, Checked, Condition } from './condition.ts';

/** How a trail is, as CloudTrail says. */
export interface TrailState {
  readonly isLogging: boolean;
  /** ms */
  readonly stopped?: number | undefined;
  /** What S3 said to the latest delivery of log files, and of digests. */
  readonly deliveryError?: string | undefined;
  readonly digestError?: string | undefined;
}

/** Whether the trail still logs and delivers. */
export function judgeTrail(arn: string, state: Answer<TrailState>): Checked {
  return { check: 'trail', conditions: conditionsOf(arn, state), over: overText };
}

function conditionsOf(arn: string, state: Answer<TrailState>): Condition[] {
  if (state.is === 'missing')
    return [
      trouble(
        'gone',
        'critical',
        `There is no trail ${arn}`,
        'Nothing is logged.',
        'Create it anew, and find out who deleted it (alert ct-stopped-deleted).',
      ),
    ];
  if (state.is !== 'known') return [];
  const { isLogging, stopped, deliveryError, digestError } = state.value;
  const again = `Find out who stopped it (alert ct-stopped-deleted), then aws cloudtrail start-logging --name ${arn}`;
  const policy =
    'Look at the bucket, its policy and its KMS key: CloudTrail needs s3:PutObject and kms:GenerateDataKey* (alerts ct-bucket-tampered, ct-kms-key-broken).';
  const since = stopped === undefined ? '' : ` since ${isoTime(stopped)}`;
  return [
    ...(isLogging
      ? []
      : [trouble('stopped', 'critical', `The trail ${arn} is stopped`, `Nothing is logged${since}.`, again)]),
    ...(deliveryError === undefined
      ? []
      : [
          trouble(
            'delivery',
            'high',
            `The trail ${arn} can't deliver`,
            `S3 says to its log files: ${deliveryError}`,
            policy,
          ),
        ]),
    ...(digestError === undefined
      ? []
      : [trouble('digests', 'medium', `The trail ${arn} can't deliver digests`, `S3 says: ${digestError}`, policy)]),
  ];
}

function trouble(what: string, severity: Condition['severity'], title: string, line: string, step: string): Condition {
  return { key: `trail.${what}`, severity, title, lines: [line], nextSteps: [step] };
}

function overText(key: string): string | undefined {
  if (key === 'trail.stopped' || key === 'trail.gone') return 'The trail logs again';
  return key === 'trail.delivery' ? 'The trail delivers again' : undefined;
}
