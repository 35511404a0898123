import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { GatetrailError, messageOf } from '../../errors.ts';

const FLUSH_ABOVE = 1 << 20;
const OURS = ['findings.ndjson', 'scores.ndjson', 'alerts.ndjson', 'digest.ndjson', 'tally.json', 'run.json'] as const;

/** Lies in the run folder unless told otherwise: event history that was fetched, for the next run. */
export const HISTORY_FOLDER = '.event-history';

/** Throws `usage` when a folder, if there is one, holds something else than a run. Nothing is touched. */
export function refuseOthers(path: string): void {
  if (!existsSync(path) || !statSync(path).isDirectory()) return;
  const isRun = existsSync(join(path, 'run.json')) || existsSync(join(path, 'findings.ndjson'));
  if (!isRun && readdirSync(path).some((name) => name !== HISTORY_FOLDER))
    throw new GatetrailError(
      'usage',
      `--out ${path}: the folder holds other files; give an empty folder or one of an earlier run`,
    );
}

/** The folder that a replay leaves. Findings and scores are written as days are judged; the rest at the end. */
export class RunFolder {
  readonly path: string;
  #findings: GrowingFile;
  #scores: GrowingFile;

  /** Opens the folder and clears an earlier run in it. Throws `usage` when it holds other files or can't be written. */
  constructor(path: string) {
    this.path = path;
    try {
      mkdirSync(path, { recursive: true });
    } catch (error) {
      throw new GatetrailError('usage', `--out ${path}: ${messageOf(error)}`, error);
    }
    refuseOthers(path);
    [this.#findings, this.#scores] = this.#begin();
  }

  /** Starts over, as when files turn out to hold older days than their names told. */
  restart(): void {
    this.#findings.close();
    this.#scores.close();
    [this.#findings, this.#scores] = this.#begin();
  }

  finding(line: unknown): void {
    this.#findings.add(line);
  }

  score(line: unknown): void {
    this.#scores.add(line);
  }

  lines(name: 'alerts.ndjson' | 'digest.ndjson', lines: readonly unknown[]): void {
    writeFileSync(join(this.path, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }

  json(name: 'tally.json' | 'run.json', value: unknown): void {
    writeFileSync(join(this.path, name), `${JSON.stringify(value, null, 2)}\n`);
  }

  close(): void {
    this.#findings.close();
    this.#scores.close();
  }

  #begin(): [GrowingFile, GrowingFile] {
    try {
      for (const name of OURS) rmSync(join(this.path, name), { force: true });
      return [new GrowingFile(join(this.path, 'findings.ndjson')), new GrowingFile(join(this.path, 'scores.ndjson'))];
    } catch (error) {
      throw new GatetrailError('usage', `--out ${this.path}: ${messageOf(error)}`, error);
    }
  }
}

/** One JSON value a line, written in large pieces. */
class GrowingFile {
  readonly #file: number;
  #pending: string[] = [];
  #pendingSize = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  add(line: unknown): void {
    const text = `${JSON.stringify(line)}\n`;
    this.#pending.push(text);
    this.#pendingSize += text.length;
    if (this.#pendingSize > FLUSH_ABOVE) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    writeSync(this.#file, this.#pending.join(''));
    this.#pending = [];
    this.#pendingSize = 0;
  }
}
