import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Documents } from '../../shared/pipeline/documents.ts';
import { noise, ODD_KEYS, ODD_VALUES } from './items.ts';

/** One medium under test, empty at first. */
export interface DocumentsMedium {
  /** Documents on the medium; several may be open at once, as several Lambdas would have it. */
  open(): Documents;
  remove(): Promise<void>;
}

const put = (documents: Documents, key: string, text: string): Promise<void> =>
  documents.change(key, () => ({ text, result: undefined }));

/** The contract of the Documents port. Every adapter passes it. */
export function documentsContract(name: string, create: () => Promise<DocumentsMedium>): void {
  describe(`${name} is Documents`, () => {
    let medium: DocumentsMedium;
    let documents: Documents;
    beforeEach(async () => {
      medium = await create();
      documents = medium.open();
    });
    afterEach(() => medium.remove());

    it('knows nothing at first, is told what is there, and gives the answer back', async () => {
      expect(await documents.read('none')).toBeUndefined();
      const asked: (string | undefined)[] = [];
      const append = (tail: string) =>
        documents.change('a', (text) => {
          asked.push(text);
          return { text: `${text ?? ''}${tail}`, result: tail.length };
        });
      expect([await append('one'), await append(' three')]).toEqual([3, 6]);
      expect(asked).toEqual([undefined, 'one']);
      expect(await medium.open().read('a')).toBe('one three');
      expect(await documents.read('b')).toBeUndefined();
    });

    it('leaves what it is given no text for, present or not', async () => {
      const look = (key: string) => documents.change(key, (text) => ({ text: undefined, result: `saw ${text}` }));
      expect(await look('a')).toBe('saw undefined');
      expect(await documents.read('a')).toBeUndefined();
      await put(documents, 'a', 'kept');
      expect(await look('a')).toBe('saw kept');
      expect(await documents.read('a')).toBe('kept');
    });

    it('tells an empty text from none', async () => {
      await put(documents, 'a', '');
      expect(await documents.read('a')).toBe('');
      expect(await documents.change('a', (text) => ({ text: undefined, result: text }))).toBe('');
    });

    it('loses no change of many at the same time, and each saw the one before', async () => {
      const several = [documents, medium.open(), medium.open()];
      let asked = 0;
      const counts = await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          (several[index % 3] as Documents).change('counter', (text) => {
            asked += 1;
            const next = Number(text ?? 0) + 1;
            return { text: String(next), result: next };
          }),
        ),
      );
      expect(await documents.read('counter')).toBe('30');
      expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
      expect(asked).toBeGreaterThanOrEqual(30);
    });

    it('lets the first of many decide, and the others hear of it', async () => {
      const told = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          medium.open().change('id', (text) => ({
            text: text === undefined ? `a${index}` : undefined,
            result: text ?? `a${index}`,
          })),
        ),
      );
      expect(new Set(told)).toEqual(new Set([await documents.read('id')]));
    });

    it('keeps what was there when the change throws', async () => {
      await put(documents, 'a', 'kept');
      const failing = documents.change('a', () => {
        throw new Error('no answer');
      });
      await expect(failing).rejects.toThrow('no answer');
      expect(await documents.read('a')).toBe('kept');
    });

    it('keeps keys and texts of any Unicode apart', async () => {
      const keys = [...ODD_KEYS, 'half \ud800', 'half \ud801', '~', ''];
      const texts = new Map(keys.map((key, index) => [key, `${ODD_VALUES[index] ?? ''}${key}\udc00\ud800`]));
      await Promise.all([...texts].map(([key, text]) => put(documents, key, text)));
      for (const [key, text] of texts) expect(await documents.read(key)).toBe(text);
    });

    it('holds a text of 1 MB, and several changes of it', async () => {
      for (const seed of [1, 2]) await put(documents, 'large', noise(1_000_000, seed));
      const large = noise(1_000_000, 2);
      expect((await documents.read('large')) === large).toBe(true);
      const grow = (tail: string) =>
        medium.open().change('large', (text) => ({ text: `${text}${tail}`, result: text?.length }));
      const lengths = await Promise.all([grow('x'), grow('x'), grow('x')]);
      expect(lengths.sort()).toEqual([1_000_000, 1_000_001, 1_000_002]);
      expect((await documents.read('large')) === `${large}xxx`).toBe(true);
    });
  });
}
