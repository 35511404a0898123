import { DAY, parseTime } from '../../shared/cloudtrail/time.ts';
import { GatetrailError } from '../../shared/errors.ts';
import { simulate } from '../../shared/simulate/simulate.ts';
import { checkFolder, type Written, writeSimulation } from '../../shared/simulate/write.ts';
import { VERSION } from './version.ts';

/** Flags as commander gives them. */
export interface SimulateFlags {
  readonly out: string;
  readonly seed: string;
  readonly days: string;
  readonly events: string;
  readonly attacks: string;
  readonly noise: string;
  readonly start: string;
  readonly json?: boolean;
}

const EVERY_MS = 100;

/** The `simulate` command: a labelled organisation, written as a trail's bucket holds it. Gives the exit code. */
export function runSimulate(flags: SimulateFlags): number {
  const { out } = flags;
  const options = {
    seed: numberIn('--seed', flags.seed, { whole: true, least: 0, most: 2 ** 52 }),
    days: numberIn('--days', flags.days, { whole: true, least: 1, most: 1000 }),
    eventsPerDay: numberIn('--events', flags.events, { whole: true, least: 1000, most: 10_000_000 }),
    attacks: numberIn('--attacks', flags.attacks, { whole: true, least: 0, most: 10_000 }),
    noise: numberIn('--noise', flags.noise, { whole: false, least: 0, most: 10 }),
    start: dayIn(flags.start),
  };
  checkFolder(out);
  const progress = progressOn(process.stderr, options.start, options.days);
  const simulation = simulate(options);
  const about = { version: VERSION, ...options, start: flags.start };
  const written = writeSimulation(out, simulation, about, progress.tick);
  progress.end();
  const families = new Set(simulation.attacks.map(({ family }) => family)).size;
  const summary = {
    out,
    ...about,
    ...written,
    principals: simulation.principals,
    attacks: simulation.attacks.length,
    families,
  };
  process.stdout.write(flags.json ? `${JSON.stringify(summary)}\n` : summaryText(summary));
  return 0;
}

type Summary = Written &
  Readonly<Record<'out', string>> &
  Readonly<Record<'days' | 'principals' | 'attacks' | 'families', number>>;

function summaryText({ out, days, records, files, bytes, principals, attacks, families }: Summary): string {
  const number = (value: number): string => value.toLocaleString('en-US');
  return [
    `${number(days)} days of ${number(principals)} principals: ${number(records)} records in ${number(files)} files, ${number(Math.ceil(bytes / 1e6))} MB`,
    `${number(attacks)} attacks of ${number(families)} families, in ${out}/labels.ndjson`,
    `try: gatetrail replay ${out}/AWSLogs`,
    '',
  ].join('\n');
}

interface Bounds {
  readonly whole: boolean;
  readonly least: number;
  readonly most: number;
}

function numberIn(flag: string, text: string, { whole, least, most }: Bounds): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if ((whole ? Number.isInteger(value) : Number.isFinite(value)) && value >= least && value <= most) return value;
  throw new GatetrailError(
    'usage',
    `${flag} ${text}: expected a ${whole ? 'whole ' : ''}number from ${least} to ${most}`,
  );
}

function dayIn(text: string): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? parseTime(`${text}T00:00:00Z`) : undefined;
  if (time === undefined) throw new GatetrailError('usage', `--start ${text}: expected a UTC day, such as 2026-01-05`);
  return time;
}

/** One line on stderr that is written over, on a terminal only. */
function progressOn(out: NodeJS.WriteStream, start: number, days: number) {
  let shown = 0;
  return {
    tick: (deliveredAt: number, records: number): void => {
      const now = performance.now();
      if (!out.isTTY || now - shown < EVERY_MS) return;
      shown = now;
      const day = Math.min(days, Math.floor((deliveredAt - start) / DAY) + 1);
      out.write(`\r\u001b[Kday ${day} of ${days} · ${records.toLocaleString('en-US')} records`);
    },
    end: (): void => {
      if (out.isTTY && shown > 0) out.write('\r\u001b[K');
    },
  };
}
