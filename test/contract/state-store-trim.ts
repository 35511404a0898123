import { expect, it } from 'vitest';
import { DAY } from '../../shared/cloudtrail/time.ts';
import { encodeItem } from '../../shared/state/encode.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import type { StateStore } from '../../shared/state/store.ts';
import { behaviour, days, register, texts, window } from './items.ts';

const OLD = [100, 'old', 'a'] as const;
/** Just young enough at 1000, and too old one ms later, where 100 ms are kept. */
const EDGE = [900, 'edge', 'b'] as const;
const NEW = [950, 'new', 'c'] as const;

/** The part of the contract that is about forgetting. */
export function trimContract(store: () => StateStore): void {
  const forgets = async (before: Record<string, StateItem>, time: number, after: Record<string, StateItem>) => {
    await store().merge(new Map(Object.entries(before)));
    await store().trim(time);
    const left = texts(await store().read(Object.keys(before)));
    expect(left).toEqual(encoded(after));
  };

  it('forgets what is older than its keep when trimmed, and nothing else', async () => {
    const mixed = { 'W#k': window([OLD, EDGE, NEW], 100), 'R#k': register([OLD, EDGE, NEW], 100) };
    await forgets(mixed, 1000, { 'W#k': window([EDGE, NEW], 100), 'R#k': register([EDGE, NEW], 100) });
    await forgets({}, 1001, {});
    expect(texts(await store().read(['W#k', 'R#k']))).toEqual({
      'W#k': encodeItem(window([NEW], 100)),
      'R#k': encodeItem(register([NEW], 100)),
    });
  });

  it('forgets an item of which nothing is left, and takes the key anew', async () => {
    await forgets({ 'W#old': window([OLD], 100), 'R#old': register([OLD], 100) }, 1000, {});
    const again = await store().merge(new Map([['W#old', window([[2000, 'later', 'a']], 100)]]));
    expect(texts(again)).toEqual({ 'W#old': encodeItem(window([[2000, 'later', 'a']], 100)) });
  });

  it('forgets what behaviour keeps, each kind in its time and whole', async () => {
    const all = behaviour(1000, ['x']);
    const without = (...gone: string[]) =>
      Object.fromEntries(Object.entries(all).filter(([key]) => !gone.includes(key)));
    await forgets(all, 1011 * DAY, all);
    await forgets({}, 1011 * DAY + 1, {});
    expect(texts(await store().read(Object.keys(all)))).toEqual(encoded(without('A#k')));
    await forgets(all, 1101 * DAY + 1, without('A#k', 'S#k'));
    await forgets(all, 1401 * DAY + 1, { 'P#k': all['P#k'] as StateItem });
    await forgets(all, 1403 * DAY + 1, {});
  });

  it('never forgets what is kept for good', async () => {
    const kept = { 'R#setting': register([OLD]), 'D#days': days({ x: [1], '*': [1] }) };
    await forgets(kept, Number.MAX_SAFE_INTEGER, kept);
  });
}

function encoded(items: Record<string, StateItem>): Record<string, string> {
  return Object.fromEntries(Object.entries(items).map(([key, item]) => [key, encodeItem(item)]));
}
