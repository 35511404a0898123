import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll } from 'vitest';
import { ABOUT } from '../laws/sequences.ts';

export const MAIN = fileURLToPath(new URL('../../functions/cli/main.ts', import.meta.url));
export const SAMPLE = fileURLToPath(new URL('../../shared/sample/logs', import.meta.url));
export const SAMPLE_CONFIG = fileURLToPath(new URL('../../shared/sample/gatetrail.yml', import.meta.url));

/** What a command came to. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface TallyFile {
  readonly objects: Record<'found' | 'done' | 'skipped' | 'failed', number> & {
    readonly failures: readonly { object: string; reason: string }[];
    readonly skips: readonly { object: string; reason: string }[];
  };
  readonly records: Record<'in' | 'events' | 'rejected' | 'duplicates' | 'outOfScope', number> & {
    readonly rejections: readonly { object: string; index: number; reason: string }[];
    readonly oddities: readonly { object: string; index: number; reason: string }[];
  };
  readonly findings: Record<'total' | 'suppressed', number>;
  readonly alerts: Record<'total' | 'digest', number>;
  readonly detections: Readonly<Record<string, { findings: number; errors: number }>>;
  readonly detectionErrors: readonly { detection: string; eventId: string; reason: string }[];
  readonly complete: boolean;
}
export type Line = Readonly<Record<string, unknown>>;

export interface Replayed extends Ended {
  readonly out: string;
  readonly tally: TallyFile;
  readonly findings: readonly Line[];
  readonly alerts: readonly Line[];
}

interface How {
  readonly input?: Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Flags of node itself. */
  readonly node?: readonly string[];
}

/** A temporary folder in which commands run as people run them: as processes of their own. */
export class Sandbox {
  readonly root = mkdtempSync(join(tmpdir(), 'gatetrail-cli-'));
  #runs = 0;

  path(...parts: readonly string[]): string {
    return join(this.root, ...parts);
  }

  write(name: string, content: string | Uint8Array): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** A log file; gzipped when its name says so. */
  log(name: string, records: readonly unknown[]): string {
    const text = JSON.stringify({ Records: records });
    return this.write(name, name.endsWith('.gz') ? gzipSync(text) : text);
  }

  /** A detection as a user writes one: its data, and its code as text. Returns its folder, for --rules. */
  rule(name: string, about: Readonly<Record<string, unknown>>, code = ''): string {
    const data = JSON.stringify({ ...ABOUT, title: 'Own rule', on: {}, ...about });
    const examples = 'examples: () => ({ fires: [], quiet: [] })';
    return dirname(this.write(name, `export default { ...${data}, ${examples}, ${code} };\n`));
  }

  async run(args: readonly string[], { input, env = {}, node = [] }: How = {}): Promise<Ended> {
    const child = spawn(process.execPath, [...node, MAIN, ...args], {
      cwd: this.root,
      // Nothing of the environment of the tests, such as a wish for colour; the cache halves the start of a process.
      env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: this.path('.cache'), ...env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.stdin.on('error', () => {}).end(input);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout, stderr };
  }

  /** Runs `replay` into a folder of its own and reads what it left. */
  async replay(args: readonly string[], how: How = {}): Promise<Replayed> {
    this.#runs += 1;
    const out = this.path(`out-${this.#runs}`);
    const ended = await this.run(['replay', ...args, '--out', out], how);
    if (ended.code !== 0 && ended.code !== 3) throw new Error(`exit code ${ended.code}: ${ended.stderr}`);
    return { ...ended, out, ...left(out) };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** What a run left in a folder. */
function left(out: string): Pick<Replayed, 'tally' | 'findings' | 'alerts'> {
  return {
    tally: JSON.parse(readFileSync(join(out, 'tally.json'), 'utf8')) as TallyFile,
    findings: linesOf(join(out, 'findings.ndjson')),
    alerts: linesOf(join(out, 'alerts.ndjson')),
  };
}

/** The lines of an ndjson file. */
export function linesOf(path: string): Line[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}

/** A sandbox for the tests of a file; removed behind them. `busy`: they start several processes at a time. */
export function sandboxed(busy?: 'busy'): Sandbox {
  const sandbox = new Sandbox();
  // Else each of them would have to fill the cache.
  if (busy) beforeAll(() => sandbox.run(['--version']));
  afterAll(() => sandbox.remove());
  return sandbox;
}
