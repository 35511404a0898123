import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';
import type { Severity } from '../severity.ts';
import type { StateUse } from '../state-use.ts';

/** The fields of S3's data events that differ from a management event's, for examples. */
export const DATA_EVENT = { managementEvent: false, eventCategory: 'Data' };

export function bucketOf({ params }: TrailEvent): string | undefined {
  return filled(params, 'bucketName');
}

/** `bucket/key`; undefined for calls that name no object. */
export function objectOf(event: TrailEvent): string | undefined {
  const key = filled(event.params, 'key');
  return key === undefined ? undefined : `${bucketOf(event) ?? ''}/${key}`;
}

/** Who does this in a bucket for the first time: applications that do it every day are known by bucket. */
export function newInBucket(
  learning: 'quiet' | Severity,
  known: 'quiet' | Severity,
): NonNullable<StateUse['firstSeen']> {
  return {
    subject: (event) => {
      const bucket = bucketOf(event);
      return bucket === undefined ? undefined : `${event.account}/${bucket}`;
    },
    value: (event) => event.principal.key,
    noun: 'principal',
    learnDays: 5,
    known,
    learning,
  };
}
