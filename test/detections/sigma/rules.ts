import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readSigmaFile } from '../../../shared/adapters/local/sigma-files.ts';
import { MemoryStateStore } from '../../../shared/adapters/memory/state-store.ts';
import type { RawRecord } from '../../../shared/cloudtrail/read.ts';
import { DEFAULT_CONFIG } from '../../../shared/config.ts';
import { Catalogue } from '../../../shared/detections/catalogue.ts';
import { record } from '../../../shared/detections/example.ts';
import type { Finding } from '../../../shared/detections/hit.ts';
import { compileSigma, type SigmaRules } from '../../../shared/detections/sigma/compile.ts';
import { stableId } from '../../../shared/id.ts';
import { processObject } from '../../../shared/pipeline/process-object.ts';
import { Tally } from '../../../shared/pipeline/tally.ts';

/** Compiles Sigma rules as a folder with one file of this text would be. */
export function compiled(text: string, name = 'rule.yml'): SigmaRules {
  const folder = mkdtempSync(join(tmpdir(), 'gatetrail-sigma-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, text);
    return compileSigma([readSigmaFile(file)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A rule for CloudTrail with this `detection`, as YAML flow. */
export function ruleText(detection: unknown, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ title: 'Rule', logsource: { product: 'aws', service: 'cloudtrail' }, detection, ...more });
}

/** Whether a rule with these searches and this condition matches a record, asked of its detection. */
export async function matches(detection: unknown, raw: RawRecord): Promise<boolean> {
  return (await findings(compiled(ruleText(detection)), [raw])).length > 0;
}

/** What the rules find in these records, through the whole pipeline. Throws when a rule does. */
export async function findings(
  { detections, sequences }: SigmaRules,
  records: readonly RawRecord[],
): Promise<readonly Finding[]> {
  const tally = new Tally();
  const identified = records.map((one, index): RawRecord => ({ eventID: stableId('e', String(index)), ...one }));
  const { findings: found } = await processObject(
    {
      source: { read: () => Buffer.from(JSON.stringify({ Records: identified })) },
      state: new MemoryStateStore(),
      catalogue: new Catalogue(detections, sequences),
      config: DEFAULT_CONFIG,
      scope: {},
      tally,
      now: Number.POSITIVE_INFINITY,
      places: () => undefined,
    },
    { key: 'test' },
  );
  const [error] = tally.detectionErrors;
  if (error !== undefined) throw new Error(`${error.detection}: ${error.reason}`);
  return found;
}

/** A call of iam:CreateUser, with what differs. */
export function created(also: Readonly<Record<string, unknown>> = {}): RawRecord {
  return record('iam', 'CreateUser', { params: { userName: 'svc-backup' }, also });
}

/** A rule that matches iam:CreateUser, to be spoiled. */
export const RULE = `title: A rule
logsource:
  product: aws
  service: cloudtrail
detection:
  selection:
    eventName: CreateUser
  condition: selection
`;

/** Temporary folders of rules, to be removed behind the tests. */
export class Folders {
  readonly #roots: string[] = [];

  /** A folder with these files. */
  make(files: Readonly<Record<string, string>>): string {
    const root = mkdtempSync(join(tmpdir(), 'gatetrail-rules-'));
    this.#roots.push(root);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    return root;
  }

  remove(): void {
    for (const root of this.#roots) rmSync(root, { recursive: true, force: true });
  }
}
