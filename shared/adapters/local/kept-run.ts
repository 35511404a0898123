import { join } from 'node:path';
import { GatetrailError, messageOf } from '../../errors.ts';
import { type About, Gathered } from '../../explain/about.ts';
import { AlertLine, FindingLine, RunLine } from '../../explain/lines.ts';
import type { ReplayObject } from '../../pipeline/replay-order.ts';
import { eachLine, jsonFile } from './json-lines.ts';
import { findLogFiles } from './log-files.ts';

/** What a run folder says about an id, and about itself. Throws `usage` when it is no run. */
export async function readAbout(run: string, id: string): Promise<{ readonly about: About; readonly line: RunLine }> {
  const gathered = new Gathered(id);
  const alerts = await eachLine(join(run, 'alerts.ndjson'), AlertLine, (alert) => gathered.alert(alert, false));
  await eachLine(join(run, 'digest.ndjson'), AlertLine, (alert) => gathered.alert(alert, true));
  const findings = await eachLine(join(run, 'findings.ndjson'), FindingLine, (finding) => gathered.finding(finding));
  if (!alerts || !findings)
    throw new GatetrailError(
      'usage',
      `--run ${run}: expected alerts.ndjson and findings.ndjson, as gatetrail replay leaves`,
    );
  return { about: gathered.about(), line: jsonFile(join(run, 'run.json'), RunLine) ?? {} };
}

/** Inputs of a run as they are now. */
export interface InputsNow {
  readonly objects: readonly ReplayObject[];
  readonly moved: readonly { readonly object: string; readonly reason: string }[];
}

/**
 * The log files of a run's inputs, or of those that are `named` instead. An input of the run that is gone is told and takes nothing
 * else with it; for one that is named it throws `usage`.
 */
export function inputsNow(inputs: readonly string[], run: string, named: readonly string[] | undefined): InputsNow {
  const objects = new Map<string, ReplayObject>();
  const moved: { object: string; reason: string }[] = [];
  for (const input of named ?? inputs) {
    try {
      if (input === '-') throw new GatetrailError('usage', 'was standard input; --input names where its logs are');
      const found = findLogFiles([input], run, new Map());
      for (const object of found.objects) objects.set(object.key, object);
      moved.push(...found.problems);
    } catch (error) {
      if (named !== undefined || !(error instanceof GatetrailError)) throw error;
      moved.push({ object: input, reason: messageOf(error) });
    }
  }
  return { objects: [...objects.values()], moved };
}
