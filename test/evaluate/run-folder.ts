import { existsSync } from 'node:fs';
import type { Ended, Sandbox } from '../cli/sandbox.ts';
import { alert, at, date, finding, label, score } from './made.ts';

/** The text of an ndjson file. */
export function ndjson(...values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** What a small run leaves: nine days, an alert on an attack and a benign one. */
export const GOOD = {
  'alerts.ndjson': ndjson(
    alert('1', 'mallory', at(9), { eventIds: ['A1-1-1'] }),
    alert('2', 'bob', at(9), { channel: 'rule', severity: 'high' }),
  ),
  'digest.ndjson': ndjson(alert('3', 'eve', at(8))),
  'findings.ndjson': ndjson(finding('iam-odd', 'bob', at(9))),
  'scores.ndjson': ndjson(score('bob', 1, 1), score('bob', 9, 3), score('mallory', 9, 20), score('eve', 8, 0)),
  'run.json': '{\n  "version": "0.1.0",\n  "options": { "out": "x", "budget": "2" }\n}\n',
};
/** One with steps, and one without and with a name that would move the cursor. */
const LABELS = [
  ndjson(label('A1-1', 'mallory', [at(9)])),
  ndjson({ id: 'A12-1', family: 'A12 \u2028\u001b[2J', principal: 'eve', day: date(8) }),
].join('\r\n');

/** A run folder; `undefined` leaves a file out. */
export function runIn(box: Sandbox, name: string, files: Readonly<Record<string, string | undefined>> = {}): string {
  for (const [file, text] of Object.entries({ ...GOOD, ...files }))
    if (text !== undefined) box.write(`${name}/${file}`, text);
  return box.path(name);
}

/** Runs `evaluate` with the labels above. They are written once: another process may be reading them. */
export function evaluate(box: Sandbox, folder: string, ...flags: readonly string[]): Promise<Ended> {
  const labels = box.path('labels.ndjson');
  if (!existsSync(labels)) box.write('labels.ndjson', LABELS);
  return box.run(['evaluate', folder, '--labels', labels, ...flags]);
}
