import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR } from '../../shared/cloudtrail/time.ts';
import type { Sequence, Step } from '../../shared/detections/define.ts';
import { completions } from '../../shared/pipeline/completions.ts';
import type { WindowEntry } from '../../shared/state/kinds.ts';

const WINDOW = 3;
const step = (title: string, optional = false): Step => ({ title, detections: [], ...(optional ? { optional } : {}) });

function sequence(changes: Partial<Sequence> = {}): Sequence {
  return {
    id: 'seq-test',
    topic: 'U',
    title: 'test',
    severity: 'critical',
    attack: [],
    why: '',
    benign: [],
    runbook: [],
    key: 'account',
    withinHours: WINDOW,
    ordered: true,
    steps: [step('a'), step('b'), step('note', true), step('c')],
    examples: () => ({ fires: [{ title: '', records: [] }], quiet: [{ title: '', records: [] }] }),
    ...changes,
  };
}
const ordered = sequence();
const anyOrder = sequence({ ordered: false });
const [A, B, NOTE, C] = ['0', '1', '2', '3'];

/** `at(2, A)`: step a, two hours after the start. An event's id is its own unless several steps share it. */
const at = (hours: number, value: string, id = `${value}@${hours}`): WindowEntry => ({ time: hours * HOUR, id, value });
const fired = (entries: readonly WindowEntry[], of = ordered) =>
  completions(entries, of).map(({ last }) => last.time / HOUR);

describe('in order', () => {
  it('is complete at the last step', () => {
    const entries = [at(0, A), at(1, B), at(2, C)];
    expect(completions(entries, ordered)).toEqual([{ last: at(2, C), entries }]);
  });
  it('is not complete in another order', () => {
    expect(fired([at(0, B), at(1, A), at(2, C)])).toEqual([]);
  });
  it('takes what happened in one second in any order', () => {
    expect(fired([at(1, C, 'x'), at(1, A, 'y'), at(1, B, 'z')])).toEqual([1]);
  });
  it('does not take one event for two steps', () => {
    expect(fired([at(0, A), at(1, B, 'x'), at(1, C, 'x')])).toEqual([]);
    expect(fired([at(0, A), at(1, B, 'x'), at(1, C, 'x'), at(1, B, 'y')])).toEqual([1]);
  });
  it('forgets what is older than the window, to the second', () => {
    expect(fired([at(0, A), at(1, B), at(WINDOW, C)])).toEqual([]);
    expect(fired([at(0, A), at(1, B), at(WINDOW - 1 / 3600, C)])).toHaveLength(1);
  });
  it('uses the latest beginning', () => {
    expect(fired([at(0, A), at(2, A), at(3, B), at(4, C)])).toEqual([4]);
  });
  it('tells the story from its beginning, optional steps too', () => {
    const story = [at(1, A), at(1.5, NOTE), at(2, A), at(2.5, B), at(3, C)];
    expect(completions([at(0.5, C), ...story], ordered)[0]?.entries).toEqual(story);
  });
});

describe('in any order', () => {
  it('is complete with the step that was missing', () => {
    expect(fired([at(0, C), at(1, A), at(2, B)], anyOrder)).toEqual([2]);
  });
  it('does not take one event for two steps', () => {
    expect(fired([at(0, A, 'x'), at(0, B, 'x'), at(1, C)], anyOrder)).toEqual([]);
    expect(fired([at(0, A, 'x'), at(0, B, 'x'), at(1, C), at(2, A)], anyOrder)).toEqual([2]);
  });
  it('needs no optional step, and counts none', () => {
    expect(fired([at(0, A), at(0.5, NOTE), at(1, B)], anyOrder)).toEqual([]);
    const two = sequence({ ordered: false, atLeast: 2 });
    expect(fired([at(0, A), at(0.5, NOTE)], two)).toEqual([]);
    expect(fired([at(0, A), at(1, C)], two)).toEqual([1]);
  });
});

describe('one story', () => {
  const story = [at(0, A), at(1, B), at(2, C)];
  it('fires once, however often its steps are repeated', () => {
    const repeats = [at(2.1, C), at(2.2, A), at(2.3, B), at(2.4, C), at(4, C, 'later')];
    expect(fired([...story, ...repeats])).toEqual([2]);
    expect(fired([...story, ...repeats], anyOrder)).toEqual([2]);
  });
  it('fires again after a quiet window', () => {
    const again = [at(10, A), at(11, B), at(12, C)];
    expect(fired([...story, ...again])).toEqual([2, 12]);
    expect(fired([...story, ...again], anyOrder)).toEqual([2, 12]);
  });
  it('is not prolonged by optional steps', () => {
    const all = (hour: number) => [at(hour, A), at(hour, B), at(hour, C)];
    expect(fired([...all(0), at(2, NOTE), ...all(3)], anyOrder)).toEqual([0, 3]);
    expect(fired([...all(0), at(2, A), ...all(3)], anyOrder)).toEqual([0]);
  });
});

/** Events at whole hours, so that seconds are shared; each stands for some steps. */
const someEntries = fc
  .array(
    fc.record({
      hour: fc.integer({ min: 0, max: 9 }),
      steps: fc.uniqueArray(fc.constantFrom(A, B, NOTE, C), { minLength: 1 }),
    }),
    {
      maxLength: 8,
    },
  )
  .map((events) => events.flatMap(({ hour, steps }, index) => steps.map((value) => at(hour, value, `e${index}`))));
const someSequence = fc.constantFrom(ordered, anyOrder, sequence({ ordered: false, atLeast: 2 }));

describe('laws', () => {
  it('does not depend on the order of arrival', () => {
    const entriesTwice = someEntries.chain((entries) =>
      fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
    );
    fc.assert(
      fc.property(entriesTwice, someSequence, ([entries, shuffled], of) => {
        expect(completions(shuffled, of)).toEqual(completions(entries, of));
      }),
    );
  });
  it('finds what trying every choice of events finds', () => {
    fc.assert(
      fc.property(someEntries, someSequence, (entries, of) => {
        expect(fired(entries, of)).toEqual(byTryingAll(entries, of));
      }),
      { numRuns: 500 },
    );
  });
});

/** The definition, word by word: slow, and with no idea in common with the real thing. */
function byTryingAll(entries: readonly WindowEntry[], of: Sequence): number[] {
  const needed = of.steps.flatMap((one, index) => (one.optional ? [] : [String(index)]));
  const hours = [...new Set(entries.filter(({ value }) => needed.includes(value)).map(({ time }) => time / HOUR))];
  const complete = hours
    .sort((a, b) => a - b)
    .filter((hour) => {
      const inside = entries.filter(({ time }) => time > (hour - WINDOW) * HOUR && time <= hour * HOUR);
      const atLeast = of.atLeast ?? needed.length;
      return choices(inside, needed, atLeast).some(
        (choice) => !of.ordered || (inOrder(choice) && choice.at(-1)?.time === hour * HOUR),
      );
    });
  return complete.filter((hour, index) => {
    const before = complete[index - 1];
    return before === undefined || hour - before >= WINDOW;
  });
}

/** Every way to give at least so many of the steps an event of their own. */
function choices(entries: readonly WindowEntry[], steps: readonly string[], atLeast: number): WindowEntry[][] {
  const [first, ...rest] = steps;
  if (first === undefined) return atLeast <= 0 ? [[]] : [];
  const taken = entries
    .filter(({ value }) => value === first)
    .flatMap((entry) =>
      choices(
        entries.filter(({ id }) => id !== entry.id),
        rest,
        atLeast - 1,
      ).map((others) => [entry, ...others]),
    );
  return [...taken, ...(rest.length >= atLeast ? choices(entries, rest, atLeast) : [])];
}

function inOrder(choice: readonly WindowEntry[]): boolean {
  return choice.every((entry, index) => entry.time >= (choice[index - 1]?.time ?? 0));
}
