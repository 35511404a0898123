import pc from 'picocolors';
import type { Line, Verdict } from '../../shared/adapters/aws/doctor/line.ts';
import { plainText } from '../../shared/alerts/plain-text.ts';
import { usesPathStyle } from './cloud-inputs.ts';

export interface DoctorOptions {
  readonly region?: string;
  readonly trail?: string;
  readonly stage?: string;
  readonly table?: string;
  readonly queue?: readonly string[];
  readonly topic?: string;
  readonly slackSecret?: string;
  readonly json?: boolean;
}

const LABELS: Readonly<Record<Verdict, string>> = {
  ok: 'ok',
  warn: 'warn',
  problem: 'PROBLEM',
  unknown: '?',
};
const COLOURS: Readonly<Record<Verdict, (text: string) => string>> = {
  ok: pc.green,
  warn: pc.yellow,
  problem: pc.red,
  unknown: pc.yellow,
};
const WIDTH = 9;

/** The `doctor` command: looks at an AWS set-up and says what to mend. Gives the exit code: 3 when there is a problem. */
export async function runDoctor(options: DoctorOptions): Promise<number> {
  // Only this command needs ten clients of AWS.
  const { examineAccount } = await import('../../shared/adapters/aws/doctor/examine-account.ts');
  const { region, stage, trail, table, topic, slackSecret } = options;
  const subject = {
    trail,
    table,
    topic,
    slackSecret,
    queues: options.queue,
    stack: stage === undefined ? undefined : `gatetrail-${stage}`,
  };
  const lines = await examineAccount({ region, pathStyle: usesPathStyle() }, subject, Date.now());
  if (options.json) process.stdout.write(`${JSON.stringify({ counts: countsOf(lines), checks: lines })}\n`);
  else
    process.stdout.write(
      `${doctorText(lines, stage !== undefined, process.stdout.isTTY && pc.isColorSupported).join('\n')}\n`,
    );
  return lines.some(({ verdict }) => verdict === 'problem') ? 3 : 0;
}

/** One line a check, below it what to do; then a count. Names come from AWS: they are made harmless. */
export function doctorText(lines: readonly Line[], hasStage: boolean, colour: boolean): string[] {
  const counts = countsOf(lines);
  const hint = hasStage ? [] : ["This pipeline's own parts were not looked for: name its stage with --stage."];
  return [
    ...lines.flatMap(({ check, verdict, text, advice }) => {
      const label = colour ? COLOURS[verdict](LABELS[verdict].padEnd(WIDTH)) : LABELS[verdict].padEnd(WIDTH);
      const first = `${label}${plainText(`${check}: ${text}`)}`;
      return advice === undefined ? [first] : [first, `${' '.repeat(WIDTH)}-> ${plainText(advice)}`];
    }),
    '',
    `${counts.ok} ok, ${counts.warn} to look at, ${counts.problem} problems, ${counts.unknown} could not be checked`,
    ...hint,
  ];
}

function countsOf(lines: readonly Line[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { ok: 0, warn: 0, problem: 0, unknown: 0 };
  for (const { verdict } of lines) counts[verdict] += 1;
  return counts;
}
