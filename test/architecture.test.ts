import { describe, expect, it } from 'vitest';
import { circlesIn, codeOf, importsOf, partOf, type Tree, treeOf } from './imports.ts';

/** docs/ARCHITECTURE.md, "What may import what": other parts of shared/ (or one file of one), and packages. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  cloudtrail: ['zod', 'node:zlib', 'node:buffer', 'node:crypto'],
  'access-log': ['cloudtrail', 'zod', 'node:buffer', 'node:crypto'],
  policy: ['cloudtrail', 'zod'],
  settings: ['cloudtrail', 'node:crypto'],
  state: ['cloudtrail', 'zod'],
  detections: ['cloudtrail', 'policy', 'settings', 'state', 'zod'],
  behaviour: ['cloudtrail', 'policy', 'state'],
  alerts: ['cloudtrail', 'detections', 'behaviour', 'policy/wildcard.ts'],
  pipeline: ['cloudtrail', 'access-log', 'policy', 'settings', 'state', 'detections', 'behaviour', 'alerts'],
  watch: ['cloudtrail', 'detections', 'alerts', 'pipeline', 'state', 'live', 'zod'],
  live: ['cloudtrail', 'state', 'detections', 'behaviour', 'alerts', 'pipeline'],
  evaluate: ['cloudtrail/time.ts', 'zod'],
  explain: ['cloudtrail', 'access-log', 'detections', 'state', 'behaviour', 'alerts', 'pipeline', 'zod'],
  report: ['cloudtrail', 'detections', 'behaviour', 'alerts'],
  'config.ts': ['cloudtrail', 'detections', 'policy', 'zod'],
  'config-text.ts': ['yaml'],
  'errors.ts': [],
  'lists.ts': [],
  'order.ts': [],
  'id.ts': ['node:crypto'],
  'recent-values.ts': [],
};
/** Small and without a life of their own: anyone may import these. */
const FOR_ALL = ['errors.ts', 'order.ts', 'id.ts', 'config.ts', 'lists.ts', 'recent-values.ts'];
/** Tools of ours that write to disk; no part of what runs. */
const TOOLS = ['sample', 'simulate'];
const CORE = Object.keys(MAY);
const IMPURE: readonly RegExp[] = [
  /@aws-sdk/,
  /node:fs/,
  /\bprocess\./,
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /(?<!new )\bDate\(\)/,
  /\bMath\.random\b/,
  /\brandom(UUID|Bytes|Int)\b/,
  /\bperformance\.now\b/,
  /\bset(Timeout|Interval)\b/,
];

/** Every import that the rule forbids. */
function forbiddenImports(tree: Tree): string[] {
  return [...tree].flatMap(([file, text]) =>
    importsOf(file, text)
      .filter((target) => !isAllowed(file, target))
      .map((target) => `${file} imports ${target}`),
  );
}

function isAllowed(file: string, target: string): boolean {
  const part = partOf(file);
  if (part === 'test') return true;
  if (target.startsWith('functions/')) return part === 'functions';
  if (/^(@aws-sdk\/|node:fs|node:sqlite)/.test(target)) return part === 'adapters' || TOOLS.includes(part);
  if (part === 'functions') return !target.startsWith('test/');
  if (part === 'adapters') return !target.startsWith('test/');
  const inside = target.startsWith('shared/') ? target.slice('shared/'.length) : undefined;
  if (inside !== undefined && partOf(target) === part) return true;
  if (TOOLS.includes(part))
    return inside === undefined ? target.startsWith('node:') : [...CORE, ...TOOLS].includes(partOf(target));
  const may = MAY[part];
  if (may === undefined) return false;
  if (inside === undefined) return may.includes(target);
  return FOR_ALL.includes(inside) || may.includes(partOf(target)) || may.includes(inside);
}

/** Every line of the pure core that asks the clock, chance, the environment or the disk. */
function impurities(tree: Tree): string[] {
  return [...tree]
    .filter(([file]) => file.startsWith('shared/') && CORE.includes(partOf(file)))
    .flatMap(([file, text]) =>
      IMPURE.flatMap((pattern) => {
        const found = pattern.exec(codeOf(text));
        return found === null ? [] : [`${file}: ${found[0]}`];
      }),
    );
}

describe('the house', () => {
  const tree = treeOf('functions', 'shared', 'test');
  const source = new Map([...tree].filter(([file]) => !file.startsWith('test/')));

  it('is read at all', () => {
    expect(source.size).toBeGreaterThan(50);
    expect([...source].flatMap(([file, text]) => importsOf(file, text)).length).toBeGreaterThan(100);
  });
  it('imports only what may be imported; a new part of shared/ says here what that is', () => {
    expect(forbiddenImports(source)).toEqual([]);
  });
  it('has no circles of imports, types included', () => {
    expect(circlesIn(tree)).toEqual([]);
  });
  it('keeps clock, chance, environment and disk out of the core', () => {
    expect(impurities(source)).toEqual([]);
  });
  it('has no file over 250 lines', () => {
    expect([...tree].filter(([, text]) => text.split('\n').length > 251).map(([file]) => file)).toEqual([]);
  });
});

describe('the rule itself', () => {
  const broken = (file: string, text: string): string[] => forbiddenImports(new Map([[file, text]]));

  it.each([
    ['shared/state/x.ts', `import { a } from '../detections/hit.ts';`],
    ['shared/state/x.ts', `import type { A } from '../pipeline/ports.ts';`],
    ['shared/detections/users/x.ts', `import {\n  a,\n  type B,\n} from '../../alerts/alert.ts';`],
    ['shared/policy/x.ts', `export * from '../state/join.ts';`],
    ['shared/alerts/x.ts', `import { a } from '../policy/grants.ts';`],
    ['shared/cloudtrail/x.ts', `type A = import('../policy/arn.ts').Arn;`],
    ['shared/cloudtrail/x.ts', `import 'yaml';`],
    ['shared/pipeline/x.ts', `import { readFileSync } from 'node:fs';`],
    ['shared/pipeline/x.ts', `const a = await import('@aws-sdk/client-s3');`],
    ['shared/adapters/local/x.ts', `import { a } from '../../../functions/cli/options.ts';`],
    ['functions/cli/x.ts', `import { DatabaseSync } from 'node:sqlite';`],
    ['functions/cli/x.ts', `import { a } from '../../test/imports.ts';`],
    ['shared/brand-new/x.ts', `import { a } from '../errors.ts';`],
  ])('would see %s: %s', (file, text) => {
    expect(broken(file, text)).toHaveLength(1);
  });

  it('allows what is allowed', () => {
    expect(broken('shared/alerts/x.ts', `import { covers } from '../policy/wildcard.ts';`)).toEqual([]);
    expect(broken('shared/state/x.ts', `import { a } from '../errors.ts';\nimport * as z from 'zod';`)).toEqual([]);
  });

  it('would see a circle, by whatever way', () => {
    const tree = new Map([
      ['shared/state/a.ts', `import { b } from './b.ts';`],
      ['shared/state/b.ts', `import type { C } from './c.ts';`],
      ['shared/state/c.ts', `export { a } from './a.ts';`],
    ]);
    expect(circlesIn(tree)).toEqual([
      'shared/state/a.ts -> shared/state/b.ts -> shared/state/c.ts -> shared/state/a.ts',
    ]);
  });

  it.each(['Date.now()', 'new Date()', 'Math.random()', 'process.env.HOME', 'crypto.randomUUID()'])(
    'would see %s',
    (code) => {
      expect(impurities(new Map([['shared/state/x.ts', `const a = ${code};`]]))).toHaveLength(1);
      expect(impurities(new Map([['shared/state/x.ts', `// never ${code}\nconst a = new Date(0);`]]))).toEqual([]);
    },
  );
});
