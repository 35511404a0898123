import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { BUNDLING, pluginsFor, ROOT, virtualSources } from '../../infra/bundles.ts';
import { lean, type Prose } from '../../infra/lean-detections.ts';
import type { Detection, Sequence } from '../../shared/detections/define.ts';
import { detections, sequences } from '../../shared/detections/index.ts';
import { removeFolder, temporaryFolder } from './package.ts';

const folder = temporaryFolder();
afterAll(() => removeFolder(folder));

/** What a rule is, but for its code. */
function toldOf({ id, topic, title, severity, attack, why, benign, runbook }: Detection | Sequence): object {
  return { id, topic, title, severity, attack, why, benign, runbook };
}

describe('detections in a bundle', () => {
  it('are the same rules, without examples, with their prose beside them', async () => {
    const prose: Prose = new Map();
    const outfile = join(folder, 'index.mjs');
    const contents = "export { detections, sequences } from './shared/detections/index.ts';";
    await build({
      ...BUNDLING,
      stdin: { contents, resolveDir: ROOT, loader: 'ts' },
      outfile,
      plugins: pluginsFor(await virtualSources({ config: undefined, rules: undefined }), prose),
    });
    const module = (await import(pathToFileURL(outfile).href)) as {
      detections: readonly Detection[];
      sequences: readonly Sequence[];
    };
    expect(module.detections).toHaveLength(detections.length);
    // Loaded before its prose is there: so it is not read at a cold start.
    writeFileSync(join(folder, 'prose.json'), JSON.stringify(Object.fromEntries(prose)));
    expect(module.detections.map(toldOf)).toEqual(detections.map(toldOf));
    expect(module.sequences.map(toldOf)).toEqual(sequences.map(toldOf));
    expect(module.detections.filter((rule) => 'examples' in rule)).toEqual([]);
    const bare = (rule: Detection): string[] => Object.keys(rule).filter((key) => key !== 'examples');
    expect(module.detections.map(bare)).toEqual(detections.map(bare));
    expect(prose.size).toBeGreaterThan(500);
  });
});

describe('lean', () => {
  it('cuts examples, and leaves alone what is worked out', () => {
    const prose: Prose = new Map();
    const code = "const a = { id: 'ä', why: 'because', benign: [one + two], examples: () => ({ fires: [] }), on: {} };";
    const made = lean(code, 'x.ts', prose);
    expect(made).toMatch(
      /\{ id: 'ä', get why\(\) \{ return prose\('[\w-]{8}'\); \}, benign: \[one \+ two\],\s+on: \{\} \}/,
    );
    expect([...prose.values()]).toEqual(['because']);
  });
  it('cuts an example at the end, and one that has a name', () => {
    expect(lean('const a = { b: 1, examples: named };', 'x.ts', new Map())).toBe('const a = { b: 1,  };');
    expect(lean('const a = { examples: 3 };', 'x.ts', new Map())).toBe('const a = { examples: 3 };');
  });
  it('refuses what is no code', () => {
    expect(() => lean('const a = ;', 'x.ts', new Map())).toThrow('x.ts: ');
  });
});
