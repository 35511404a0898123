import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adminGrants, parsePolicy, publicStatements, trustProblems, weakened } from '../../shared/policy/index.ts';

const FOLDER = new URL('../../../shared/data/', import.meta.url);

interface Found {
  file: string;
  event: string;
  value: unknown;
}

const HOLDING = new Set(['policyDocument', 'assumeRolePolicyDocument', 'bucketPolicy', 'policy', 'statement']);

/** Every value under a name that holds policies, with the event it was in. */
function policiesIn(file: string): Found[] {
  const out: Found[] = [];
  const walk = (value: unknown, event: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (HOLDING.has(name) && inner !== '') out.push({ file, event, value: inner });
      walk(inner, event);
    }
  };
  const content: unknown = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
  const records = Array.isArray(content) ? content : Object.values(content ?? {}).flat();
  for (const record of records as Record<string, unknown>[]) {
    walk([record['requestParameters'], record['responseElements']], String(record['eventName']));
  }
  return out;
}

describe.skipIf(!existsSync(FOLDER))('policies of recorded attacks', () => {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }) : [];
  const found = files
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap(policiesIn);
  const of = (file: string) =>
    found.filter((one) => one.file.includes(file)).flatMap(({ value }) => parsePolicy(value) ?? []);

  it('are all read, encoded or not', () => {
    const unread = found.filter(({ value }) => parsePolicy(value) === undefined);
    // CreatePolicy answers with the description of the policy under the name "policy", which is none.
    expect(unread.filter(({ value }) => typeof value === 'string')).toEqual([]);
    expect(found.length - unread.length).toBeGreaterThan(20);
  });

  it('read the same from the request and from the encoded answer', () => {
    const trusts = of('iam-create-backdoor-role');
    expect(trusts.length).toBeGreaterThan(1);
    for (const trust of trusts) expect(weakened(trust, trusts[0] ?? trust)).toEqual([]);
  });

  it('show the open function, the foreign trust and the administrator', () => {
    expect(of('lambda-backdoor-function').flatMap(publicStatements)).not.toEqual([]);
    const kinds = of('iam-backdoor-role').flatMap((trust) => trustProblems(trust, () => false));
    expect(kinds.map(({ kind }) => kind)).toContain('foreign-no-external-id');
    expect(of('sts-federation-token').flatMap(adminGrants)).toContain('allows every action on every resource');
  });
});
