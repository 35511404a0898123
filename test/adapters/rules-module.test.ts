import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { loadRuleFolder } from '../../shared/adapters/local/rules.ts';
import { rulesModule } from '../../shared/adapters/local/rules-module.ts';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import type { Detection, Sequence } from '../../shared/detections/define.ts';
import { tryExamples } from '../../shared/pipeline/try-examples.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatetrail-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

const RECORD = `{ eventTime: '2026-11-02T10:00:00Z', eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances', eventVersion: '1.11' }`;
const CODE = `export default {
  id: 'own-launch', topic: 'X', title: 'Instances started', severity: 'low', attack: [], why: 'an example',
  benign: ['an example'], runbook: ['look at it'], on: { source: 'ec2', names: ['RunInstances'] },
  examples: () => ({ fires: [{ title: 'fires', records: [${RECORD}] }], quiet: [{ title: 'quiet', records: [{ ...${RECORD}, eventName: 'StopInstances' }] }] }),
};`;
const YAML = `title: Instances Stopped
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventSource: ec2.amazonaws.com, eventName: StopInstances }
  condition: selection
gatetrail:
  examples:
    fires: [{ title: stops, records: [{ eventSource: ec2.amazonaws.com, eventName: StopInstances }] }]
    quiet: [{ title: starts, records: [{ eventSource: ec2.amazonaws.com, eventName: StartInstances }] }]
`;

describe('a module of own rules', () => {
  it('bundled, holds what the folder holds, and its rules do what theirs do', async () => {
    const rules = join(folder, 'rules');
    mkdirSync(join(rules, 'below'), { recursive: true });
    writeFileSync(join(rules, 'own-launch.ts'), CODE);
    writeFileSync(join(rules, 'below', 'stopped.yml'), YAML);
    const bundled = join(folder, 'rules.mjs');
    await build({
      stdin: { contents: rulesModule(rules), resolveDir: folder, loader: 'js' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: bundled,
      logLevel: 'error',
    });
    const module = (await import(pathToFileURL(bundled).href)) as {
      detections: readonly Detection[];
      sequences: readonly Sequence[];
    };
    const loaded = await loadRuleFolder(rules);
    expect(module.detections.map(({ id }) => id)).toEqual(loaded.detections.map(({ id }) => id));
    expect(module.detections.map(({ id }) => id)).toEqual(['own-launch', 'sigma-stopped']);
    expect(module.sequences).toEqual([]);
    const catalogue = new Catalogue(module.detections, module.sequences);
    const tried = await tryExamples(module.detections, catalogue, () => new MemoryStateStore());
    expect(tried.length).toBe(4);
    expect(tried.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });
});
