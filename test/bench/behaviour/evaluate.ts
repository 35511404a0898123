import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { print, printParts, printSizes, printWhole, type Seed } from './tables.ts';

/**
 * `npm run evaluate [-- FIRST LAST NOISE]`: how well behaviour finds attacks in simulated organisations nobody tuned on, a process
 * each, two at a time; then what each part of the model is worth. Prints the tables of docs/benchmarks.md.
 */
const SEED = fileURLToPath(new URL('./seed.ts', import.meta.url));
/** Left out in turn; `channels` leaves out all but acute, and needs no walk of its own. */
const PARTS = ['back-off', 'sensitivity', 'volume', 'grouping'];
const AT_ONCE = 2;

const [, , first = '201', last = '208', noise = '1'] = process.argv;
const seeds = Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index);
const done: Seed[] = [];
await Promise.all(Array.from({ length: AT_ONCE }, work));
done.sort((a, b) => Number(a.seed) - Number(b.seed));
print(
  `Node ${process.version}, seeds ${first} to ${last}, noise ${noise}, 90 days of 10,000 events, judged from day 45\n`,
);
printWhole(done);
printParts(done, [...PARTS, 'channels']);
printSizes(done);

/** Takes seeds until none is left. */
async function work(): Promise<void> {
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
    const parts = noise === '1' ? PARTS.join(',') : '';
    const { stdout } = await promisify(execFile)(process.execPath, [SEED, String(seed), noise, parts], {
      maxBuffer: 1 << 26,
    });
    done.push(JSON.parse(stdout) as Seed);
    process.stderr.write(`seed ${seed}\n`);
  }
}
