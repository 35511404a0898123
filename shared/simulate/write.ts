import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GatetrailError, messageOf } from '../errors.ts';
import { gzipped } from '../sample/write.ts';
import { labelOf } from './labels.ts';
import type { Simulation } from './simulate.ts';

const FAST = 6;
/** Says that a folder is a simulation's, so that it may be written over. */
const ABOUT = 'simulate.json';
const LOGS = 'AWSLogs';

export interface Written {
  readonly files: number;
  readonly records: number;
  /** Compressed. */
  readonly bytes: number;
}

/** Throws `usage` for a folder that holds something else: what is in it is written over. */
export function checkFolder(folder: string): void {
  let names: string[];
  try {
    names = existsSync(folder) ? readdirSync(folder) : [];
  } catch (error) {
    throw new GatetrailError('usage', `--out ${folder}: ${messageOf(error)}`, error);
  }
  if (names.length > 0 && !names.includes(ABOUT))
    throw new GatetrailError(
      'usage',
      `--out ${folder}: there are files in it and no ${ABOUT}, so it is not a simulation's; choose an empty folder`,
    );
}

/**
 * Writes a simulation below `folder`: the logs as a trail's bucket holds them, `labels.ndjson`, and `simulate.json` with
 * `about` and what was written. `onFile` hears of each file's delivery, in order.
 */
export function writeSimulation(
  folder: string,
  simulation: Simulation,
  about: Readonly<Record<string, unknown>>,
  onFile: (deliveredAt: number, records: number) => void = () => {},
): Written {
  checkFolder(folder);
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, LOGS), { recursive: true, force: true });
  // First of all, so that a simulation that was broken off can be started again.
  writeJson(folder, { ...about, finished: false });
  const { attacks } = simulation;
  writeFileSync(
    join(folder, 'labels.ndjson'),
    attacks.map((attack) => `${JSON.stringify(labelOf(attack))}\n`).join(''),
  );
  const written = writeFiles(folder, simulation, onFile);
  writeJson(folder, {
    ...about,
    finished: true,
    ...written,
    principals: simulation.principals,
    attacks: attacks.length,
  });
  return written;
}

function writeFiles(
  folder: string,
  simulation: Simulation,
  onFile: (deliveredAt: number, records: number) => void,
): Written {
  const made = new Set<string>();
  let [files, records, bytes] = [0, 0, 0];
  for (const file of simulation.files()) {
    const path = join(folder, file.key);
    const parent = dirname(path);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    const packed = gzipped(JSON.stringify({ Records: file.records }), FAST);
    writeFileSync(path, packed);
    files += 1;
    records += file.records.length;
    bytes += packed.length;
    onFile(file.deliveredAt, records);
  }
  return { files, records, bytes };
}

const writeJson = (folder: string, content: unknown): void =>
  writeFileSync(join(folder, ABOUT), `${JSON.stringify(content, null, 2)}\n`);
