import fc from 'fast-check';
import { act, recordsOf } from './universe.ts';

/** One element of a list of records, and what it counts as. */
export interface Part {
  readonly value: unknown;
  readonly counts: 'event' | 'rejected' | 'outOfScope';
}

const good = act.map(
  (made): Part => ({ value: recordsOf([{ ...made, told: 'own', updated: false }]).flat()[0], counts: 'event' }),
);
const broken = fc
  .constantFrom<unknown>(
    null,
    7,
    'text',
    true,
    [],
    {},
    { eventName: 'CreateUser', eventSource: 'iam.amazonaws.com' },
    { eventTime: 'yesterday', eventName: 'CreateUser', eventSource: 'iam.amazonaws.com', eventID: 'x' },
    { eventTime: '2026-11-02T00:00:00Z', eventName: '', eventSource: 'iam.amazonaws.com' },
    { eventTime: 5, eventName: {}, eventSource: [] },
  )
  .map((value): Part => ({ value, counts: 'rejected' }));
const beyond = fc
  .constantFrom({ eventCategory: 'Insight' }, { eventType: 'AwsCloudTrailInsight' }, { eventCategory: 'Aggregated' })
  .map(
    (value): Part => ({
      value: { ...value, eventVersion: '1.11', eventTime: '2026-11-02T00:00:00Z', eventID: 'beyond' },
      counts: 'outOfScope',
    }),
  );
/** What a file may hold, one beside the other. */
export const parts = fc.array(fc.oneof({ arbitrary: good, weight: 4 }, broken, beyond), { maxLength: 20 });
