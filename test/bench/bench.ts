import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { detections, sequences } from '../../shared/detections/index.ts';
import { type CorpusShape, writeCorpus } from './corpus.ts';

/**
 * `npm run bench`: generates its corpora, then times the floor (gunzip + JSON.parse) and the whole pipeline in turns, each in a
 * process of its own, and prints medians and their ratio. The ratio is the figure that counts: machines are noisy.
 */
const WORK = fileURLToPath(new URL('./work.ts', import.meta.url));
const ROUNDS = 5;
/** Two busy accounts, five files a day each. */
const BIG: CorpusShape = { files: 100, eventsAFile: 5000, days: 10, accounts: 2, roles: 60 };
const SMALL: CorpusShape = { files: 20_000, eventsAFile: 25, days: 10, accounts: 20, roles: 15 };
/** As the command itself runs. */
const FLAGS = ['--max-semi-space-size=16'];

interface Measured {
  readonly events: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
  readonly aliveMiB: number;
}

function measure(what: string, folder: string, flags: readonly string[] = [], rules = 'all'): Measured {
  const output = execFileSync(process.execPath, [...flags, WORK, what, folder, rules], { encoding: 'utf8' });
  return JSON.parse(output) as Measured;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function withCorpus<T>(shape: CorpusShape, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'gatetrail-bench-'));
  try {
    writeCorpus(folder, shape);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function speed(name: string, shape: CorpusShape): void {
  withCorpus(shape, (folder) => {
    const rounds = Array.from({ length: ROUNDS }, () => ({
      floor: measure('floor', folder),
      replay: measure('replay', folder, FLAGS),
    }));
    const of = (what: 'floor' | 'replay', key: keyof Measured): number =>
      median(rounds.map((round) => round[what][key]));
    const events = shape.files * shape.eventsAFile;
    const ratios = rounds.map(({ floor, replay }) => replay.ms / floor.ms);
    const cells = [
      name,
      `${shape.files} x ${shape.eventsAFile}`,
      ((of('floor', 'ms') * 1000) / events).toFixed(2),
      ((of('replay', 'ms') * 1000) / events).toFixed(2),
      `**${median(ratios).toFixed(2)}** (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
      (of('replay', 'cpuMs') / of('floor', 'cpuMs')).toFixed(2),
      Math.round((events / of('replay', 'ms')) * 1000).toLocaleString('en-US'),
      `${of('replay', 'peakMiB').toFixed(0)} (${of('floor', 'peakMiB').toFixed(0)})`,
    ];
    print(`| ${cells.join(' | ')} |`);
  });
}

/** What scoring costs: the same replay without it, in turns. */
function scoring(name: string, shape: CorpusShape): void {
  withCorpus(shape, (folder) => {
    const rounds = Array.from({ length: ROUNDS }, () => ({
      without: measure('unscored', folder, FLAGS),
      scored: measure('replay', folder, FLAGS),
    }));
    const shares = (key: 'ms' | 'cpuMs'): number[] =>
      rounds.map(({ without, scored }) => 1 - without[key] / scored[key]);
    const of = (values: readonly number[]): string =>
      `**${(median(values) * 100).toFixed(0)} %** (${(Math.min(...values) * 100).toFixed(0)} to ${(Math.max(...values) * 100).toFixed(0)})`;
    print(`| ${name} | ${of(shares('ms'))} | ${of(shares('cpuMs'))} |`);
  });
}

/** What rules cost: the same replay with other catalogues, in turns. */
function rules(catalogues: readonly string[]): void {
  withCorpus(BIG, (folder) => {
    const rounds = Array.from({ length: ROUNDS }, () =>
      catalogues.map((name) => measure('replay', folder, FLAGS, name).ms),
    );
    for (const [index, name] of catalogues.entries()) {
      const ratios = rounds.map((round) => (round[index] ?? 0) / (round[0] ?? 1));
      const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
      print(
        `| ${name} | ${median(rounds.map((round) => round[index] ?? 0)).toFixed(0)} | **${median(ratios).toFixed(2)}** (${range}) |`,
      );
    }
  });
}

function memory(files: number): void {
  withCorpus({ files, eventsAFile: 25, days: Math.ceil(files / 100), accounts: 20, roles: 15 }, (folder) => {
    const { events, peakMiB } = measure('replay', folder, FLAGS);
    const floor = measure('floor', folder).peakMiB;
    const { aliveMiB } = measure('memory', folder, ['--expose-gc']);
    print(
      `| ${files.toLocaleString('en-US')} | ${events.toLocaleString('en-US')} | ${aliveMiB.toFixed(1)} | ${peakMiB.toFixed(0)} | ${floor.toFixed(0)} |`,
    );
  });
}

print(
  `Node ${process.version}, ${detections.length} detections, ${sequences.length} sequences, one thread, ${ROUNDS} rounds in turns\n`,
);
print(
  '| corpus | files x events | floor, us/event | replay, us/event | ratio, wall (least to most) | ratio, cpu | events/s | peak MiB (floor) |',
);
print('|---|---|---|---|---|---|---|---|');
speed('big files', BIG);
speed('small files', SMALL);
print('\n| scoring | of replay time (least to most) | of its processor time |');
print('|---|---|---|');
scoring('big files', BIG);
scoring('small files', SMALL);
print('\n| rules | 500,000 events, ms | ratio to the first (least to most) |');
print('|---|---|---|');
rules(['fifty', 'all', 'sigma']);
print('\n| files, 100 a day | events | most alive on the heap, MiB | peak resident, MiB | the floor’s, MiB |');
print('|---|---|---|---|---|');
for (const files of [1000, 10_000]) memory(files);
