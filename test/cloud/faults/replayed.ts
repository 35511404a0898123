import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { parseConfig } from '../../../shared/config-text.ts';
import { builtInCatalogue } from '../../../shared/detections/index.ts';
import { SAMPLE_CONFIG } from '../../cli/sandbox.ts';
import { type Outcome, replayOf } from '../../live/runs.ts';
import type { History } from './history.ts';
import { idsByPart, keysIn } from './notices.ts';
import type { Trial } from './trial.ts';

/** What a laptop makes of the same files, with the configuration that the bundles have built in. */
export function replayOfSample({ files }: Pick<History, 'files'>): Promise<Outcome> {
  const config = parseConfig(readFileSync(SAMPLE_CONFIG, 'utf8'), SAMPLE_CONFIG);
  return replayOf(files, builtInCatalogue(), config);
}

/** Closes the days: what comes of it is what a replay comes to, people were told of nothing twice, and of nothing as two things. */
export async function expectWhole(trial: Trial, history: History): Promise<void> {
  expect((await trial.tick(history.after)).error).toBeUndefined();
  expect(await trial.outcome(history.days)).toEqual(await replayOfSample(history));
  for (const [part, ids] of idsByPart(trial.notices)) expect([...ids], part).toHaveLength(1);
  expect(trial.notices).toHaveLength(keysIn(trial.notices).length);
}
