import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operationName } from '../../shared/cloudtrail/operation.ts';
import { Chance } from '../../shared/simulate/chance.ts';
import { SERVICES } from '../../shared/simulate/operations.ts';

describe('operations of a simulation', () => {
  const models = new Map(
    readFileSync(new URL('../operations/operations.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line.includes(': ') && !line.startsWith('#'))
      .map((line): [string, Set<string>] => {
        const [source = '', names = ''] = line.split(': ');
        return [source, new Set(names.split(' '))];
      }),
  );

  it('are those of AWS’s service models', () => {
    const all = [...SERVICES.values()].flatMap(({ reads, writes }) => [...reads, ...writes]);
    expect(all.length).toBeGreaterThan(1000);
    expect(all.filter(({ service, name }) => !models.get(service)?.has(operationName(name)))).toEqual([]);
  });
});

describe('chance', () => {
  it('gives the same for the same seed, and a fork does not depend on what was drawn', () => {
    const [one, other] = [Chance.from(7), Chance.from(7)];
    other.next();
    expect(one.fork('a').uuid()).toBe(other.fork('a').uuid());
    expect(one.fork('a').uuid()).not.toBe(one.fork('b').uuid());
    expect(Chance.from(7).next()).not.toBe(Chance.from(8).next());
  });

  it('keeps the ids of many forks apart', () => {
    const chance = Chance.from(1);
    const ids = Array.from({ length: 100_000 }, (_, i) =>
      chance
        .fork(`role/${i % 300}`)
        .fork(i)
        .uuid(),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('draws what its names promise', () => {
    const chance = Chance.from(3);
    const mean = (draw: () => number) => Array.from({ length: 20_000 }, draw).reduce((sum, x) => sum + x, 0) / 20_000;
    expect(mean(() => chance.next())).toBeCloseTo(0.5, 1);
    expect(mean(() => chance.poisson(2.5))).toBeCloseTo(2.5, 1);
    expect(mean(() => chance.poisson(80)) / 80).toBeCloseTo(1, 1);
    expect(mean(() => chance.normal(3, 2))).toBeCloseTo(3, 0);
    expect(mean(() => chance.exponential(4)) / 4).toBeCloseTo(1, 1);
    expect(chance.some([1, 2, 3], 5).sort()).toEqual([1, 2, 3]);
  });
});
