import { compareText } from '../order.ts';
import { packed, unpacked } from './packed.ts';
import type { LiveDeps } from './ports.ts';

/** An object that could not be read, or not to its end. */
export interface ObjectProblem {
  readonly object: string;
  readonly reason: string;
}

/** Problems that are named; a run with more has one cause, not thousands. */
const NAMED = 1000;

type Books = Pick<LiveDeps, 'documents' | 'run'>;

/** Writes down what could not be read, once each, by object. */
export async function noteProblems({ documents, run }: Books, problems: readonly ObjectProblem[]): Promise<void> {
  if (problems.length === 0) return;
  const key = problemsKey(run);
  await documents.change(key, (text) => {
    const all = new Map([...problemsIn(text, key), ...problems].map((one) => [one.object, one]));
    const sorted = [...all.values()].sort((a, b) => compareText(a.object, b.object)).slice(0, NAMED);
    const written = packed(sorted);
    return { text: written === text ? undefined : written, result: undefined };
  });
}

export async function readProblems({ documents, run }: Books): Promise<readonly ObjectProblem[]> {
  return problemsIn(await documents.read(problemsKey(run)), problemsKey(run));
}

function problemsKey(run: string): string {
  return `problems/${run}`;
}

function problemsIn(text: string | undefined, key: string): readonly ObjectProblem[] {
  return text === undefined ? [] : unpacked<readonly ObjectProblem[]>(text, key);
}
