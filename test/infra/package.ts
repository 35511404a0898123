import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FUNCTIONS = ['ingest', 'access-logs', 'notify', 'respond', 'calibrate', 'watch', 'backfill'];

/** One resource of a template. `Properties` holds what CloudFormation says of its type. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: as many shapes as CloudFormation has types
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}
export interface Packaged {
  readonly template: Template;
  /** The template's file. */
  readonly file: string;
}

const run = promisify(execFile);

/**
 * What `osls package` makes of serverless.yml, in a folder of its own, with empty bundles: the template doesn't depend on what they
 * hold. Without credentials and with a home that has none. Throws with what osls prints.
 */
export async function packageService(folder: string, params: readonly string[], stage = 'live'): Promise<Packaged> {
  const here = mkdtempSync(join(folder, 'service-'));
  for (const name of ['serverless.yml', 'infra', 'package.json'])
    cpSync(join(ROOT, name), join(here, name), { recursive: true });
  for (const name of ['node_modules', 'shared', 'functions']) symlinkSync(join(ROOT, name), join(here, name));
  for (const name of FUNCTIONS) {
    mkdirSync(join(here, 'dist', name), { recursive: true });
    writeFileSync(join(here, 'dist', name, 'index.mjs'), 'export const handler = async () => {};\n');
  }
  const options = params.flatMap((param) => ['--param', param]);
  try {
    await run(
      process.execPath,
      [join(ROOT, 'node_modules/osls/bin/serverless.js'), 'package', '--stage', stage, ...options],
      {
        cwd: here,
        env: { PATH: process.env['PATH'] ?? '', HOME: here },
      },
    );
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${stdout}${stderr}`, { cause: error });
  }
  const file = join(here, '.serverless/cloudformation-template-update-stack.json');
  return { template: JSON.parse(readFileSync(file, 'utf8')) as Template, file };
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'gatetrail-infra-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Resources of a type, by logical id. */
export function ofType(template: Template, type: string): [id: string, resource: Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** Throws when the template has no such resource. */
export function resourceOf(template: Template, id: string): Resource {
  const found = template.Resources[id];
  if (found === undefined) throw new Error(`the template has no ${id}`);
  return found;
}

/** The text of an output that is one, or an Fn::Sub of one. Throws when there is none. */
export function outputText(template: Template, name: string): string {
  const value = template.Outputs[name]?.Value as string | { 'Fn::Sub': string | [string] } | undefined;
  const text = typeof value === 'object' ? [value['Fn::Sub']].flat()[0] : value;
  if (text === undefined) throw new Error(`the template has no text ${name}`);
  return text;
}
