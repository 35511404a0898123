import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleInto } from '../local/bundled.ts';
import { type LocalCloud, startCloud } from '../local/cloud.ts';
import { LOGS, startTrial, type Trial } from './trial.ts';

/** One cloud with the packaged functions, for trials that don't know of each other. */
export interface Bench {
  readonly cloud: LocalCloud;
  /** `name` becomes part of the functions' names, so that faults can be about one trial: `ingest-<name>`, `calibrate-<name>`. */
  trial(name: string): Promise<Trial>;
  /** Ends everything, trials too. */
  close(): Promise<void>;
}

export async function startBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'gatetrail-faults-'));
  await bundleInto(folder, undefined, ['ingest', 'calibrate']);
  const cloud = await startCloud();
  await cloud.bucket(LOGS);
  // Every trial listens.
  cloud.aws.events.setMaxListeners(0);
  const trials: Trial[] = [];
  return {
    cloud,
    async trial(name) {
      const trial = await startTrial(cloud, folder, name);
      trials.push(trial);
      return trial;
    },
    async close() {
      await Promise.all(trials.map((trial) => trial.stop()));
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
