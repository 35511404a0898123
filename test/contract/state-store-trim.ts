import { expect, it } from 'vitest';
import { encodeItem } from '../../shared/state/encode.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import type { StateStore } from '../../shared/state/store.ts';
import { days, register, texts, window } from './items.ts';

/** The part of the contract that is about forgetting. */
export function trimContract(store: () => StateStore): void {
  it('forgets what is older than its keep when trimmed, and nothing else', async () => {
    const items: [string, StateItem][] = [
      [
        'W#mixed',
        window(
          [
            [100, 'old', 'a'],
            [900, 'edge', 'a'],
            [950, 'new', 'b'],
          ],
          100,
        ),
      ],
      ['W#old', window([[100, 'old', 'a']], 100)],
      ['R#kept', register([[1, 'e', 'v']])],
      [
        'R#session',
        register(
          [
            [100, 'old', 'v'],
            [990, 'new', 'w'],
          ],
          100,
        ),
      ],
      ['R#gone', register([[100, 'old', 'v']], 100)],
      ['D#days', days({ x: [1] })],
    ];
    await store().merge(new Map(items));
    await store().trim(1000);
    expect(texts(await store().read(items.map(([key]) => key)))).toEqual({
      'W#mixed': encodeItem(
        window(
          [
            [900, 'edge', 'a'],
            [950, 'new', 'b'],
          ],
          100,
        ),
      ),
      'R#kept': encodeItem(register([[1, 'e', 'v']])),
      'R#session': encodeItem(register([[990, 'new', 'w']], 100)),
      'D#days': encodeItem(days({ x: [1] })),
    });
    await store().trim(1000 + 1);
    expect(texts(await store().read(['W#mixed']))).toEqual({
      'W#mixed': encodeItem(window([[950, 'new', 'b']], 100)),
    });
    const again = await store().merge(new Map([['W#old', window([[2000, 'later', 'a']], 100)]]));
    expect(texts(again)).toEqual({ 'W#old': encodeItem(window([[2000, 'later', 'a']], 100)) });
  });
}
