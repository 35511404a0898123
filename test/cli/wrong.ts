import { expect } from 'vitest';
import type { Ended } from './sandbox.ts';

/** Exit code 2 and one line on stderr; below it nothing but hints in brackets. */
export function isWrong({ code, stdout, stderr }: Ended, says: RegExp): void {
  const [line = '', ...hints] = stderr.trimEnd().split('\n');
  expect(line).toMatch(/^gatetrail: /);
  expect(line).toMatch(says);
  expect(hints.filter((hint) => !/^\(.+\)$/.test(hint))).toEqual([]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
}
