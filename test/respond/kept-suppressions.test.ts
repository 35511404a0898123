import { describe, expect, it } from 'vitest';
import { addSuppression, listSuppressions, removeSuppressions } from '../../functions/cli/suppress.ts';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import {
  configWith,
  type KeptSuppression,
  readSuppressions,
  SUPPRESSIONS_KEY,
  withoutSuppression,
  withSuppression,
} from '../../shared/alerts/kept-suppressions.ts';
import { suppressionOf } from '../../shared/alerts/suppression.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { finding } from '../alerts/finding.ts';

const ONE: KeptSuppression = {
  id: 's-1',
  detection: 'iam-user-created',
  principal: '111111111111/user/alice',
  reason: 'expected',
  owner: 'kim',
  expires: '2027-01-01',
  createdAt: '2026-11-02T10:00:00Z',
};

describe('kept suppressions', () => {
  it('are read as they were written, by id', () => {
    const text = withSuppression(withSuppression(undefined, { ...ONE, id: 's-2' }), ONE);
    expect(readSuppressions(text)).toEqual([ONE, { ...ONE, id: 's-2' }]);
    expect(readSuppressions(undefined)).toEqual([]);
  });
  it('said again are one, which ends later; in any order', () => {
    const later = { ...ONE, expires: '2027-02-01' };
    const texts = [
      [ONE, later, ONE],
      [later, ONE],
    ].map((all) => all.reduce<string | undefined>(withSuppression, undefined));
    expect(texts.map(readSuppressions)).toEqual([[later], [later]]);
  });
  it('are removed by id', () => {
    const text = withSuppression(undefined, ONE);
    expect(readSuppressions(withoutSuppression(text, 's-1'))).toEqual([]);
    expect(withoutSuppression(text, 's-2')).toBeUndefined();
  });
  it.each([
    '',
    '{}',
    '[{}]',
    '[null]',
    JSON.stringify([{ ...ONE, detection: undefined, principal: undefined }]),
    JSON.stringify([{ ...ONE, owner: 1 }]),
  ])('%j is not taken for a list of them', (text) => {
    expect(() => readSuppressions(text)).toThrow('document suppressions');
  });
  it('have an end to their number', () => {
    const text = JSON.stringify(Array.from({ length: 2000 }, (_, index) => ({ ...ONE, id: `s-${index}` })));
    expect(() => withSuppression(text, { ...ONE, id: 'other' })).toThrow('at most 2000');
    expect(readSuppressions(withSuppression(text, { ...ONE, id: 's-7', expires: '2027-02-01' })).length).toBe(2000);
  });
  it('quiet findings as those of gatetrail.yml do, until they end', () => {
    const one = finding('a', 0, { rule: 'iam-user-created' });
    const config = configWith(DEFAULT_CONFIG, [{ ...ONE, principal: one.origin.key }]);
    expect(suppressionOf(one, config)?.owner).toBe('kim');
    expect(
      suppressionOf(one, configWith(DEFAULT_CONFIG, [{ ...ONE, principal: one.origin.key, expires: '2020-01-01' }])),
    ).toBeUndefined();
    expect(configWith(DEFAULT_CONFIG, [])).toBe(DEFAULT_CONFIG);
  });
});

describe('gatetrail suppress', () => {
  const options = {
    table: 't',
    detection: 'iam-user-created',
    reason: 'migration',
    owner: 'kim',
    expires: '2999-01-01',
  };

  it('adds, lists and removes', async () => {
    const documents = new MemoryDocuments();
    expect(await addSuppression(options, documents)).toBe(0);
    expect(await addSuppression(options, documents)).toBe(0);
    const [kept, ...others] = readSuppressions(await documents.read(SUPPRESSIONS_KEY));
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ detection: 'iam-user-created', owner: 'kim', expires: '2999-01-01' });
    expect(await listSuppressions({ table: 't' }, documents)).toBe(0);
    expect(await removeSuppressions([kept?.id ?? ''], { table: 't' }, documents)).toBe(0);
    expect(readSuppressions(await documents.read(SUPPRESSIONS_KEY))).toEqual([]);
    await expect(removeSuppressions(['s-1'], { table: 't' }, documents)).rejects.toThrow('there is no suppression s-1');
  });
  it.each([
    [{ detection: undefined }, 'at least one of detection'],
    [{ expires: '2026-13-01' }, '--expires: expected a date'],
    [{ expires: '2020-01-01' }, 'expected a day in the future'],
    [{ reason: 'x' }, '--reason: say why'],
    [{ owner: '' }, '--owner'],
  ])('refuses %j', async (changes, problem) => {
    const documents = new MemoryDocuments();
    const wrong = Object.fromEntries(
      Object.entries({ ...options, ...changes }).filter(([, value]) => value !== undefined),
    );
    await expect(addSuppression(wrong as unknown as typeof options, documents)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining(problem),
    });
    expect(await documents.read(SUPPRESSIONS_KEY)).toBeUndefined();
  });
});
