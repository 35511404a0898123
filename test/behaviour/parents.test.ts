import { describe, expect, it } from 'vitest';
import { generationOf, levelsOf, Parents, parentKey, parentKeys } from '../../shared/behaviour/parents.ts';
import { hash32 } from '../../shared/state/hash.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import { MEMBER } from '../../shared/state/parent.ts';
import { parentOf } from '../state/made.ts';
import { EVERYBODY, IN_ACCOUNT, PEERS, parentsOf } from './made.ts';

describe('who used what before a day', () => {
  it('is told of the day, not of what comes later', () => {
    const uses = { [EVERYBODY]: { nAS1: 7, [MEMBER]: 9 } };
    const users = [49, 50, 51].map((day) => parentsOf(uses, day, 50).users(EVERYBODY, 'nAS1', -1));
    const members = [49, 50, 51].map((day) => parentsOf(uses, day, 50).members(EVERYBODY, -1));
    expect([users, members]).toEqual([
      [0, 0, 7],
      [0, 0, 9],
    ]);
  });

  it('never counts the principal itself', () => {
    const parents = parentsOf({ [PEERS]: { nAS1: 3, [MEMBER]: 3 } });
    expect([parents.users(PEERS, 'nAS1', 2), parents.users(PEERS, 'nAS1', 9)]).toEqual([2, 3]);
    expect([parents.members(PEERS, 2), parents.members(PEERS, 9)]).toEqual([2, 3]);
  });

  it('keeps levels apart, and knows nobody where nobody was told of', () => {
    const parents = parentsOf({ [PEERS]: { nAS1: 3 } });
    expect([parents.users(IN_ACCOUNT, 'nAS1', 9), parents.users(PEERS, 'nAS2', 9)]).toEqual([0, 0]);
    expect([parents.members(PEERS, 9), parents.vocabulary(EVERYBODY)]).toEqual([0, [0, 0, 0]]);
    expect(levelsOf({ peers: 'roles', account: '111111111111' })).toEqual([PEERS, IN_ACCOUNT, EVERYBODY]);
  });

  it('remembers this half-year and the last, each principal once, and no older one', () => {
    const told = (generation: number, hashes: readonly number[]): [string, StateItem] => [
      parentKey(EVERYBODY, generation, hash32('nAS1')),
      parentOf([['nAS1', hashes, generation * 182 + 5]]),
    ];
    const view = new Map([told(3, [1, 2]), told(4, [2, 3]), told(5, [3, 4])]);
    const usersOn = (day: number): number => new Parents(view, day).users(EVERYBODY, 'nAS1', 4);
    expect([4, 5, 6, 7].map((generation) => usersOn(generation * 182 + 100))).toEqual([3, 2, 1, 0]);
    expect(usersOn(4 * 182 + 3), 'before the first of the new half-year').toBe(2);
    expect([generationOf(181), generationOf(182), generationOf(-1)]).toEqual([0, 1, -1]);
  });

  it('is read from items that are few and named by level, half-year and shard', () => {
    const keys = parentKeys([PEERS, EVERYBODY], 200);
    expect(new Set(keys).size).toBe(2 * 2 * 16);
    for (const value of ['nAS1', '__proto__', '']) expect(keys).toContain(parentKey(PEERS, 1, hash32(value)));
  });

  it('knows how many actions of each kind one of them uses on average', () => {
    const uses = {
      [PEERS]: {
        [MEMBER]: 4,
        'aiam:GetUser': 4,
        'aiam:ListUsers': 2,
        'aiam:TagUser': 2,
        'aiam:CreateUser': 1,
        nAS1: 4,
      },
    };
    expect(parentsOf(uses).vocabulary(PEERS)).toEqual([1.5, 0.5, 0.25]);
  });

  it('tells no more than 64 users of a value apart', () => {
    const parents = parentsOf({ [EVERYBODY]: { nAS1: 500, [MEMBER]: 500 } });
    expect([parents.users(EVERYBODY, 'nAS1', -1), parents.members(EVERYBODY, -1)]).toEqual([64, 500]);
  });
});
