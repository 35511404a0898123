import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { catalogueFor } from '../functions/cli/options.ts';
import { configText } from '../shared/adapters/local/config-file.ts';
import { rulesModule } from '../shared/adapters/local/rules-module.ts';
import { type Config, DEFAULT_CONFIG } from '../shared/config.ts';
import { parseConfig } from '../shared/config-text.ts';
import { GatetrailError } from '../shared/errors.ts';
import { compareText } from '../shared/order.ts';
import { lambdaCredentials } from './lambda-credentials.ts';
import { leanDetections, PROSE_SOURCE, type Prose } from './lean-detections.ts';
import { configModule, copyPlaces } from './places-files.ts';
import { pureSchemas } from './pure-schemas.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What is built in. Both are files of whoever deploys. */
export interface BuiltIn {
  /** A gatetrail.yml; without it, the defaults. */
  readonly config: string | undefined;
  /** A folder of rules; without it, none but those that ship. */
  readonly rules: string | undefined;
}

export interface Bundle {
  /** `ingest`: functions/ingest/handler.ts became <out>/ingest/index.mjs. */
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  /** Every file and package that went in, as esbuild tells. */
  readonly metafile: Metafile;
}

/** Bundled AWS clients reach for `require`, which an ES module has not. */
const REQUIRE = 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);';

/** `node24` is the Lambda runtime of serverless.yml. The ES module of a package first: it can be shaken. */
export const BUNDLING = {
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  banner: { js: REQUIRE },
  logLevel: 'silent',
  metafile: true,
  absWorkingDir: ROOT,
} as const satisfies BuildOptions;

/** The functions that have a handler, by name, sorted. */
export function functionNames(root: string = ROOT): string[] {
  return readdirSync(join(root, 'functions'))
    .filter((name) => existsSync(join(root, 'functions', name, 'handler.ts')))
    .sort();
}

/**
 * Bundles every function to `<out>/<name>/index.mjs`, with `prose.json` beside it where detections are in, and the .mmdb files of
 * the configuration where logs are judged. The same sources give the same bytes. Throws `config` and `usage` for what is built in,
 * naming file and line, and what esbuild says for code that can't be bundled.
 */
export async function bundleFunctions(
  out: string,
  builtIn: BuiltIn,
  names: readonly string[] = functionNames(),
): Promise<Bundle[]> {
  const sources = await virtualSources(builtIn);
  const config = configOf(builtIn);
  return Promise.all(names.map((name) => bundleOne(name, join(out, name), sources, config)));
}

async function bundleOne(
  name: string,
  folder: string,
  sources: ReadonlyMap<string, string>,
  config: Config,
): Promise<Bundle> {
  const prose: Prose = new Map();
  const file = join(folder, 'index.mjs');
  const { outputFiles, metafile } = await build({
    ...BUNDLING,
    entryPoints: [`functions/${name}/handler.ts`],
    outfile: file,
    write: false,
    plugins: pluginsFor(sources, prose),
  });
  const [output] = outputFiles;
  if (output === undefined) throw new GatetrailError('bug', `functions/${name}/handler.ts: esbuild wrote nothing`);
  // What a former build left would be packaged with it.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, output.contents);
  const texts = [...prose].sort(([a], [b]) => compareText(a, b));
  if (texts.length > 0) writeFileSync(join(folder, 'prose.json'), JSON.stringify(Object.fromEntries(texts)));
  copyPlaces(config, metafile, folder);
  return { name, file, bytes: output.contents.byteLength, metafile };
}

/** What makes a bundle for Lambda of our code; `prose` gets the texts that are left out of it. */
export function pluginsFor(sources: ReadonlyMap<string, string>, prose: Prose): Plugin[] {
  return [virtualModules(sources), leanDetections(prose), lambdaCredentials, pureSchemas];
}

/** The text of each virtual module. Checked here as the command line checks it, so that a mistake never gets as far as a Lambda. */
export async function virtualSources(builtIn: BuiltIn): Promise<ReadonlyMap<string, string>> {
  const config = configOf(builtIn);
  const { config: file, rules } = builtIn;
  await catalogueFor({ ...(rules !== undefined && { rules }), ...(file !== undefined && { config: file }) }, config);
  return new Map([
    ['gatetrail:config', configModule(config)],
    ['gatetrail:prose', PROSE_SOURCE],
    ['gatetrail:rules', rules === undefined ? NO_RULES : rulesModule(resolve(rules))],
  ]);
}

function configOf({ config: file }: BuiltIn): Config {
  return file === undefined ? DEFAULT_CONFIG : parseConfig(configText(file), file);
}

const NO_RULES = 'export const detections = [];\nexport const sequences = [];\n';

function virtualModules(sources: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'gatetrail',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^gatetrail:/ }, ({ path }) => ({ path, namespace: 'gatetrail' }));
      onLoad({ filter: /.*/, namespace: 'gatetrail' }, ({ path }) => {
        const contents = sources.get(path);
        if (contents === undefined)
          return { errors: [{ text: `${path}: expected ${[...sources.keys()].join(' or ')}` }] };
        return { contents, loader: 'js', resolveDir: ROOT };
      });
    },
  };
}
