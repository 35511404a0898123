import * as z from 'zod';
import { GatetrailError, messageOf } from '../../shared/errors.ts';
import { forgetOld, release } from '../../shared/live/holds.ts';
import { judgeLate } from '../../shared/live/late.ts';
import type { LiveDeps } from '../../shared/live/ports.ts';
import { noteProblems, type ObjectProblem } from '../../shared/live/problems.ts';
import { LAST_DAY, readProgress } from '../../shared/live/progress.ts';
import { closeBooks, sealDays } from '../../shared/live/seal.ts';
import { takeIn } from '../../shared/live/take-in.ts';
import type { Observed } from '../../shared/pipeline/observe-object.ts';

const Run = z.string().regex(/^[a-z0-9-]{1,60}$/, 'expected the id of a backfill');
/** ms; only events from `since` on, and before `until`. */
const Scope = z.object({ since: z.number().optional(), until: z.number().optional() });
/** What the state machine asks of a worker (infra/backfill.yml). */
export const Order = z.union([
  z.object({
    BatchInput: z.object({ do: z.literal('take'), run: Run, publish: z.boolean(), scope: Scope }),
    /** `s3://bucket/key` each. */
    Items: z.array(z.string()),
  }),
  z.object({ do: z.literal('seal'), run: Run, publish: z.boolean(), until: z.number().int().nullable() }),
  z.object({ do: z.literal('close'), run: Run, publish: z.boolean() }),
]);
export type Order = z.infer<typeof Order>;

/** What a worker did, for the execution's history. */
export type Done = Readonly<Record<string, number>>;

/** Does one order. Doing it again is harmless: that is how the state machine retries, and how a run is taken up again. */
export async function work(order: Order, deps: LiveDeps): Promise<Done> {
  if ('Items' in order) return take(order.Items, { ...deps, scope: order.BatchInput.scope });
  await forgetOld(deps, await readProgress(deps));
  if (order.do === 'seal') {
    const sealed = await sealDays(deps, order.until ?? Number.NEGATIVE_INFINITY);
    const late = await judgeLate(deps);
    return {
      days: sealed.length,
      late: late.length,
      findings: sum(sealed.map(({ settled }) => settled.findings.length)),
    };
  }
  // Whatever wave brought it, every day is complete now.
  await sealDays(deps, LAST_DAY);
  await judgeLate(deps);
  const { alerts, digest } = await closeBooks(deps, LAST_DAY + 1);
  await release(deps);
  return { alerts: alerts.length, digest: digest.length };
}

async function take(keys: readonly string[], deps: LiveDeps): Promise<Done> {
  const { objects } = await takeIn(
    deps,
    keys.map((key) => ({ key })),
  );
  const transient = objects.find(({ error }) => error !== undefined && !isForGood(error));
  // The whole batch comes again, by the state machine's retries.
  if (transient !== undefined)
    throw new GatetrailError('transient', `${transient.key}: ${messageOf(transient.error)}`, transient.error);
  await noteProblems(deps, objects.flatMap(problemOf));
  const { records } = deps.tally;
  return { objects: objects.length, records: records.in, events: records.events };
}

function isForGood(error: unknown): boolean {
  return error instanceof GatetrailError && error.kind === 'input';
}

function problemOf({ key, error, problems }: Observed): ObjectProblem[] {
  const reasons = [...(error === undefined ? [] : [messageOf(error)]), ...problems];
  return reasons.length === 0 ? [] : [{ object: key, reason: reasons.join('; ') }];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
