import { join } from 'node:path';
import type * as z from 'zod';
import { eachLine, jsonFile } from '../../shared/adapters/local/json-lines.ts';
import { dayOf } from '../../shared/cloudtrail/time.ts';
import { GatetrailError } from '../../shared/errors.ts';
import { attackOf } from '../../shared/evaluate/attack.ts';
import { evaluationOf, type RunRead } from '../../shared/evaluate/evaluation.ts';
import { Labels } from '../../shared/evaluate/labels.ts';
import { AlertLine, FindingLine, LabelLine, parseDay, RunLine, ScoreLine } from '../../shared/evaluate/lines.ts';
import { NoiseCount } from '../../shared/evaluate/noise.ts';
import { PrincipalDays } from '../../shared/evaluate/principal-days.ts';
import { Span, windowOf } from '../../shared/evaluate/window.ts';
import { evaluationText } from './evaluation-text.ts';

export interface EvaluateOptions {
  readonly labels: string;
  readonly json?: boolean;
  /** UTC day, such as 2026-11-22. */
  readonly from?: string;
}

/** The `evaluate` command: how good a run was, given which events were attacks. Gives the exit code. */
export async function runEvaluate(run: string, options: EvaluateOptions): Promise<number> {
  const from = options.from === undefined ? undefined : parseDay(options.from);
  if (options.from !== undefined && from === undefined)
    throw new GatetrailError('usage', `--from ${options.from}: expected a UTC day, such as 2026-11-22`);
  const labels = await readLabels(options.labels);
  const span = new Span();
  const read = await readRun(run, labels, span);
  if (span.first > span.last)
    throw new GatetrailError('usage', `${run}: expected a run with scores, alerts or findings; it has none of them`);
  const evaluation = evaluationOf(read, windowOf(span, from));
  process.stdout.write(options.json ? `${JSON.stringify(evaluation)}\n` : `${evaluationText(evaluation).join('\n')}\n`);
  return 0;
}

async function readLabels(path: string): Promise<Labels> {
  const places = new Map<string, string>();
  const labels: LabelLine[] = [];
  const there = await eachLine(path, LabelLine, (label, where) => {
    const before = places.get(label.id);
    if (before !== undefined) throw new GatetrailError('usage', `${where}: id: ${label.id} is already in ${before}`);
    places.set(label.id, where);
    labels.push(label);
  });
  if (!there) throw new GatetrailError('usage', `--labels ${path}: there is no such file; expected one attack a line`);
  return new Labels(labels.map(attackOf));
}

async function readRun(run: string, labels: Labels, span: Span): Promise<RunRead> {
  const alerts: AlertLine[] = [];
  const digest: AlertLine[] = [];
  const noise = new NoiseCount(labels);
  const scores = new PrincipalDays();
  const read = <T>(name: string, schema: z.ZodType<T>, take: (line: T) => void): Promise<boolean> =>
    eachLine(join(run, name), schema, take);
  const keep = (list: AlertLine[]) => (alert: AlertLine) => {
    span.add(dayOf(alert.time));
    list.push(alert);
  };
  const there = [
    await read('alerts.ndjson', AlertLine, keep(alerts)),
    await read('findings.ndjson', FindingLine, (finding) => {
      span.add(dayOf(finding.time));
      noise.add(finding);
    }),
  ];
  if (there.includes(false))
    throw new GatetrailError('usage', `${run}: expected alerts.ndjson and findings.ndjson, as gatetrail replay leaves`);
  await read('digest.ndjson', AlertLine, keep(digest));
  const scored = await read('scores.ndjson', ScoreLine, (line) => {
    span.add(line.day);
    scores.add(line);
  });
  const budget = jsonFile(join(run, 'run.json'), RunLine)?.options?.budget;
  return { labels, scores: scored ? scores : undefined, alerts, digest, noise, budget };
}
