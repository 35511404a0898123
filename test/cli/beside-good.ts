import { writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { OPENED, opened, ordinary } from './records.ts';
import type { Replayed, Sandbox } from './sandbox.ts';

/** Replays a folder with a bad file, made by `make`, beside a good one; whatever the bad one is, the good one is read whole. */
export async function besideGood(
  box: Sandbox,
  name: string,
  make: (path: string) => unknown,
  flags: readonly string[] = [],
): Promise<Replayed> {
  const folder = name.replace(/\W+/g, '-');
  box.log(`${folder}/good.json.gz`, [opened('e-good-1'), ordinary('e-good-2')]);
  await make(box.path(folder, name));
  const run = await box.replay([box.path(folder), ...flags]);
  expect(run.findings.filter(({ detection }) => detection === OPENED).map(({ eventIds }) => eventIds)).toEqual([
    ['e-good-1'],
  ]);
  expect(run.tally.records.events).toBeGreaterThanOrEqual(2);
  expect(run.stderr).toBe('');
  return run;
}

export const write =
  (content: string | Uint8Array) =>
  (path: string): void =>
    writeFileSync(path, content);
