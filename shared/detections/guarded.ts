import { RecentValues } from '../recent-values.ts';
import type { Candidate } from './candidate.ts';
import type { On } from './define.ts';

/**
 * A rule's own tests of callers and operations, which run where nothing may fail: one that throws lets the event through to the
 * match, which then throws in its place and is counted for its rule, and nobody else's loss. Callers come again and again, and
 * are remembered.
 */
export function guarded(
  { arn, operation }: On,
  match: Candidate['match'],
): Pick<Candidate, 'arn' | 'operation' | 'match'> {
  if (arn === undefined && operation === undefined) return { arn: undefined, operation: undefined, match };
  let failure: { readonly error: unknown } | undefined;
  const asked = (test: () => boolean): boolean => {
    try {
      return test();
    } catch (error) {
      failure = { error };
      return true;
    }
  };
  const callers = arn && new RecentValues((value: string) => asked(() => arn(value)));
  return {
    arn: callers && ((value) => callers.get(value)),
    operation: operation && ((source, name) => asked(() => operation(source, name))),
    match: (event) => {
      if (failure !== undefined) throw failure.error;
      return match(event);
    },
  };
}
