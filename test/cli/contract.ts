import { expect } from 'vitest';
import type { Line } from './sandbox.ts';

const SEVERITY = /^(info|low|medium|high|critical)$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** The contract of product.md: every field with what it holds. */
export const FINDING: Readonly<Record<string, (value: unknown) => void>> = {
  id: (value) => expect(value).toMatch(/^f-[0-9a-f]{16}$/),
  detection: (value) => expect(value).toMatch(/^[a-z0-9-]+$/),
  severity: (value) => expect(value).toMatch(SEVERITY),
  time: (value) => expect(value).toMatch(TIME),
  account: (value) => expect(value).toMatch(/^\d{12}$/),
  region: (value) => expect(value).toMatch(/^[a-z]{2}-[a-z]+-\d$/),
  principal: isText,
  resource: isText,
  eventIds: isListOfTexts,
  title: isText,
  summary: isText,
  attack: isListOfTexts,
  topic: (value) => expect(value).toMatch(/^[A-Z]$/),
  reasons: isListOfReasons,
};
export const ALERT: Readonly<Record<string, (value: unknown) => void>> = {
  id: (value) => expect(value).toMatch(/^a-[0-9a-f]{16}$/),
  time: (value) => expect(value).toMatch(TIME),
  account: (value) => expect(value).toMatch(/^\d{12}$/),
  principal: isText,
  severity: (value) => expect(value).toMatch(SEVERITY),
  score: (value) => expect(value).toBeTypeOf('number'),
  channel: (value) => expect(value).toMatch(/^(rule|sequence|acute|rate|slow)$/),
  title: isText,
  summary: isText,
  reasons: isListOfReasons,
  findingIds: isListOfTexts,
  eventIds: isListOfTexts,
  attack: isListOfTexts,
  nextSteps: isListOfTexts,
};

/** The line has every field of the contract, holding what it should, and no others but these. */
export function keepsContract(
  line: Line,
  contract: Readonly<Record<string, (value: unknown) => void>>,
  optional: readonly string[],
): void {
  for (const [key, check] of Object.entries(contract)) check(line[key]);
  expect(Object.keys(line).filter((key) => !(key in contract) && !optional.includes(key))).toEqual([]);
}

function isText(value: unknown): void {
  expect(value).toBeTypeOf('string');
  expect(value).not.toBe('');
}

function isListOfTexts(value: unknown): void {
  expect(Array.isArray(value)).toBe(true);
  for (const item of value as unknown[]) isText(item);
}

function isListOfReasons(value: unknown): void {
  expect(Array.isArray(value)).toBe(true);
  for (const reason of value as Line[]) {
    isText(reason['text']);
    expect(Object.keys(reason).filter((key) => !['text', 'bits', 'usual', 'since'].includes(key))).toEqual([]);
  }
}
