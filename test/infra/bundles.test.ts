import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundleFunctions, functionNames, virtualSources } from '../../infra/bundles.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { packageService, removeFolder, type Template, temporaryFolder } from './package.ts';
import { actionsAllowed, iamAction, roleMistakes } from './roles.ts';
import { VARIANTS } from './variants.ts';

const folder = temporaryFolder();
const NOTHING = { config: undefined, rules: undefined };
/** Bytes, minified, of what is loaded at a cold start: detections are a third, AWS clients half. Time: test/bench/import.ts. */
const MOST = 1_200_000;
const MOST_WITHOUT_DETECTIONS = 650_000;
/** What a Lambda has no use for: parsers of what is read at build, and the command line's own. */
const NEVER = /node_modules\/(yaml|commander|picocolors|esbuild|@aws-sdk\/nested-clients)\//;

let bundles: readonly Bundle[];
let template: Template;

beforeAll(async () => {
  [bundles, { template }] = await Promise.all([
    bundleFunctions(join(folder, 'dist'), NOTHING),
    packageService(folder, VARIANTS['bucket'] ?? []),
  ]);
}, 120_000);
afterAll(() => removeFolder(folder));

/** The inputs that are left after the shaking. */
function inside({ metafile }: Bundle): string[] {
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
}

/** The calls that the bundle can make at all, as IAM names them: the SDK has a file for each. */
function callable(bundle: Bundle): Set<string> {
  const found = inside(bundle).map((file) => /@aws-sdk\/client-([\w-]+)\/.*\/commands\/(\w+)Command\.js$/.exec(file));
  return new Set(found.flatMap((match) => (match === null ? [] : [iamAction(match[1] ?? '', match[2] ?? '')])));
}

describe('the bundles', () => {
  it('are there for every function that has a handler', () => {
    expect(bundles.map(({ name }) => name)).toEqual(functionNames());
    for (const { file, bytes } of bundles) expect(readFileSync(file).byteLength).toBe(bytes);
  });
  it('are small', () => {
    for (const bundle of bundles) {
      const detects = inside(bundle).some((file) => file.startsWith('shared/detections/catalogue'));
      expect(bundle.bytes, bundle.name).toBeLessThanOrEqual(detects ? MOST : MOST_WITHOUT_DETECTIONS);
    }
  });
  it('carry no YAML parser, no command line, no clients for signing in, and no translations of zod', () => {
    for (const bundle of bundles) {
      const files = inside(bundle);
      expect(
        files.filter((file) => NEVER.test(file)),
        bundle.name,
      ).toEqual([]);
      expect(
        files.filter((file) => /^(test|functions\/cli)\//.test(file)),
        bundle.name,
      ).toEqual([]);
      expect(files.filter((file) => /zod\/.*\/locales\/(?!en\.)/.test(file)).length, bundle.name).toBe(0);
    }
  });
  it('are the same bytes when they are made again', async () => {
    const again = await bundleFunctions(join(folder, 'again'), NOTHING);
    expect(again.map(({ name }) => name)).toEqual(bundles.map(({ name }) => name));
    for (const [nth, { name, file }] of again.entries())
      for (const part of ['index.mjs', 'prose.json']) {
        const [one, other] = [file, bundles[nth]?.file ?? ''].map((path) => join(dirname(path), part));
        if (part === 'index.mjs' || existsSync(one ?? ''))
          expect(readFileSync(one ?? '').equals(readFileSync(other ?? '')), `${name} ${part}`).toBe(true);
      }
  });
  it('can make every call that their role allows: nothing is allowed in vain', () => {
    const can = Object.fromEntries(bundles.map((bundle) => [bundle.name, [...callable(bundle)]]));
    for (const name of Object.keys(can)) expect(actionsAllowed(template, name).length).toBeGreaterThan(3);
    expect(roleMistakes(template, can).filter((line) => line.includes('never does'))).toEqual([]);
  });
  it('leave nothing of an earlier build beside them', async () => {
    const [name] = functionNames();
    if (name === undefined) throw new Error('there is no function');
    const out = join(folder, 'stale');
    mkdirSync(join(out, name), { recursive: true });
    writeFileSync(join(out, name, 'old.mjs'), '');
    await bundleFunctions(out, NOTHING, [name]);
    expect([existsSync(join(out, name, 'old.mjs')), existsSync(join(out, name, 'index.mjs'))]).toEqual([false, true]);
  });
});

describe('what is built in', () => {
  const written = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('is the configuration of the file, checked, as plain values', async () => {
    const config = written('good.yml', 'accounts: { own: ["111122223333"] }\nalerts: { minSeverity: high }\n');
    const [, module] = [...(await virtualSources({ config, rules: undefined }))][0] ?? [];
    const file = written('config.mjs', module ?? '');
    expect((await import(pathToFileURL(file).href)).config).toEqual({
      ...DEFAULT_CONFIG,
      accounts: { own: ['111122223333'], trusted: [] },
      alerts: { minSeverity: 'high' },
    });
  });
  it('is the default configuration and no rules when there are none', async () => {
    const sources = await virtualSources(NOTHING);
    expect(sources.get('gatetrail:config')).toContain(JSON.stringify(DEFAULT_CONFIG));
    expect(sources.get('gatetrail:rules')).toBe('export const detections = [];\nexport const sequences = [];\n');
  });
  it.each([
    ['an unknown key', 'alerts:\n  minSeverty: high\n', ':2: alerts.minSeverty'],
    ['a detection that is none', 'detections:\n  off:\n    no-such: because\n', ':3: detections.off.no-such'],
  ])('fails the build for %s, with file and line', async (_, text, where) => {
    const config = written('wrong.yml', text);
    await expect(bundleFunctions(join(folder, 'no'), { config, rules: undefined })).rejects.toThrow(
      `${config}${where}`,
    );
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
  it('fails the build for a rule that can not be used', async () => {
    const rules = join(folder, 'rules');
    mkdirSync(rules);
    writeFileSync(
      join(rules, 'bad.yml'),
      'title: Bad\nlogsource: { product: aws, service: cloudtrail }\ndetection: {}\n',
    );
    await expect(bundleFunctions(join(folder, 'no'), { config: undefined, rules })).rejects.toThrow(/bad\.yml:\d+/);
  });
});
