import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundleFunctions, functionNames } from '../../infra/bundles.ts';
import { loading } from './loading.ts';
import { ofType, packageService, ROOT, removeFolder, type Template, temporaryFolder } from './package.ts';
import { VARIANTS } from './variants.ts';

/** All functions; the least, with a subscription to another account's topic. */
const PACKAGED = ['bucket', 'topic'];
/** In place of what only CloudFormation knows: functions check that a topic's ARN is one. */
const ANY = 'arn:aws:sns:us-east-1:111122223333:of-the-stack';
/** Only the local cloud gives them. */
const LOCAL = ['AWS_ENDPOINT_URL_S3', 'SLACK_API_URL'];

const folder = temporaryFolder();
const templates = new Map<string, Template>();
let bundles: readonly Bundle[];

beforeAll(async () => {
  const packaged = PACKAGED.map(async (variant) => {
    templates.set(variant, (await packageService(folder, VARIANTS[variant] ?? [])).template);
  });
  [bundles] = await Promise.all([
    bundleFunctions(join(folder, 'dist'), { config: undefined, rules: undefined }),
    ...packaged,
  ]);
}, 120_000);
afterAll(() => removeFolder(folder));

type Variables = Readonly<Record<string, string>>;

/** What the template gives each function. */
function environments(variant: string): [name: string, variables: Variables][] {
  const template = templates.get(variant);
  if (template === undefined) throw new Error(`${variant} was not packaged`);
  return ofType(template, 'AWS::Lambda::Function').map(([, { Properties }]) => {
    const given: [string, unknown][] = Object.entries(Properties.Environment.Variables);
    const there = given.filter(([, value]) => JSON.stringify(value) !== '{"Ref":"AWS::NoValue"}');
    return [
      Properties.FunctionName.replace('gatetrail-live-', ''),
      Object.fromEntries(there.map(([name, value]) => [name, typeof value === 'string' ? value : ANY])),
    ];
  });
}

function fileOf(name: string): string {
  return bundles.find((bundle) => bundle.name === name)?.file ?? '';
}

/** The names that the schema of a handler knows, with those of the pipeline where it has one; a handler that hands on another's has the same. */
function known(name: string): string[] {
  const file = join(ROOT, 'functions', name, 'handler.ts');
  const text = readFileSync(file, 'utf8');
  const handedOn = /^export .* from '\.\.\/(\w+)\/handler\.ts';/m.exec(text)?.[1];
  if (handedOn !== undefined) return known(handedOn);
  const pipeline = text.includes('PipelineEnvironment') ? namesIn(PIPELINE, 'PipelineEnvironment') : [];
  const names = [...pipeline, ...namesIn(file, 'Environment')];
  if (names.length === 0) throw new Error(`${file}: expected const Environment = z.object({…})`);
  return names;
}

const PIPELINE = join(ROOT, 'functions', 'lambda', 'pipeline.ts');

/** The members of a schema that a file makes under this name. */
function namesIn(file: string, schema: string): string[] {
  const { program } = parseSync(file, readFileSync(file, 'utf8'));
  return program.body.flatMap((node) => {
    const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    if (declaration?.type !== 'VariableDeclaration') return [];
    return declaration.declarations.flatMap(({ id, init }) => {
      if (id.type !== 'Identifier' || id.name !== schema || init?.type !== 'CallExpression') return [];
      const [shape] = init.arguments;
      if (shape?.type !== 'ObjectExpression') return [];
      return shape.properties.flatMap((one) => ('key' in one && one.key.type === 'Identifier' ? [one.key.name] : []));
    });
  });
}

describe.each(PACKAGED)('the environment of each function, packaged for %s', (variant) => {
  it('is all that it needs to start', async () => {
    const said = await Promise.all(
      environments(variant).map(async ([name, variables]) => [name, await loading(fileOf(name), variables)]),
    );
    expect(said.length).toBeGreaterThanOrEqual(4);
    expect(said.filter(([, text]) => text !== '')).toEqual([]);
  }, 60_000);
  it('holds nothing that nobody reads', () => {
    for (const [name, variables] of environments(variant))
      expect(
        Object.keys(variables).filter((key) => !key.startsWith('POWERTOOLS_') && !known(name).includes(key)),
        name,
      ).toEqual([]);
  });
});

describe('the schemas', () => {
  it('name nothing that no deployment gives', () => {
    const given = new Map<string, Set<string>>();
    for (const variant of PACKAGED)
      for (const [name, variables] of environments(variant))
        given.set(name, new Set([...(given.get(name) ?? []), ...Object.keys(variables)]));
    expect([...given.keys()].sort()).toEqual(functionNames());
    for (const [name, names] of given)
      expect(
        known(name).filter((key) => !names.has(key) && !LOCAL.includes(key)),
        name,
      ).toEqual(name === 'watch' ? ['LOG_PREFIX'] : []);
  });
  it('refuse a function that lacks one, naming it', async () => {
    const [, variables = {}] = environments('bucket').find(([name]) => name === 'calibrate') ?? [];
    const { QUEUE_URLS: _, ...less } = variables;
    expect(await loading(fileOf('calibrate'), less)).toContain('environment variable QUEUE_URLS');
  });
});
