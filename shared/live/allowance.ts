import { type Budgeted, budgetedAs, type Lefts, mayGo } from '../alerts/budget.ts';
import type { Drawn } from '../alerts/drawn.ts';
import { packed, unpacked } from './packed.ts';
import type { LiveDeps } from './ports.ts';

/** Which alerts of a day have used its budget, and what the days before had left over. */
interface Allowance {
  readonly taken: Readonly<Record<Budgeted, readonly string[]>>;
}

/**
 * Whether an alert may go out at once: high and critical rules always, others while the budget of their day lasts. Whoever was told
 * of before may be told of again. The day's end decides anew, with all alerts of the day before it.
 */
export async function mayTell(
  deps: Pick<LiveDeps, 'documents' | 'run'>,
  { alert, day }: Drawn,
  budget: number,
): Promise<boolean> {
  const kind = budgetedAs(alert);
  if (kind === undefined) return true;
  const lefts = await readLefts(deps);
  const most = Math.floor(mayGo(lefts[kind], day, budget));
  const key = `allowance/${deps.run}/${day}`;
  return deps.documents.change(key, (text) => {
    const known: Allowance = text === undefined ? { taken: { behaviour: [], ordinary: [] } } : unpacked(text, key);
    const taken = known.taken[kind];
    if (taken.includes(alert.id)) return { text: undefined, result: true };
    if (taken.length >= most) return { text: undefined, result: false };
    return { text: packed({ taken: { ...known.taken, [kind]: [...taken, alert.id] } }), result: true };
  });
}

/** What sealed days had left over. */
async function readLefts({ documents, run }: Pick<LiveDeps, 'documents' | 'run'>): Promise<Lefts> {
  const text = await documents.read(leftsKey(run));
  return text === undefined ? {} : unpacked<Lefts>(text, leftsKey(run));
}

export async function writeLefts({ documents, run }: Pick<LiveDeps, 'documents' | 'run'>, lefts: Lefts): Promise<void> {
  const written = packed(lefts);
  await documents.change(leftsKey(run), (text) => ({
    text: written === text ? undefined : written,
    result: undefined,
  }));
}

function leftsKey(run: string): string {
  return `lefts/${run}`;
}
