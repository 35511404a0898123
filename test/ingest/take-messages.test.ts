import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Message, takeMessages } from '../../functions/ingest/take-messages.ts';
import type { DeadLetter } from '../../shared/adapters/aws/dead-letters.ts';
import { GatetrailError } from '../../shared/errors.ts';
import type { TakenIn } from '../../shared/live/take-in.ts';
import type { ObjectRef } from '../../shared/pipeline/ports.ts';

/** What is wrong with an object. */
type Fate = 'fine' | 'gone' | 'busy' | 'broken' | 'breaks';

const GONE = new GatetrailError('input', 'no such object');
const BUSY = new GatetrailError('transient', 'slow down');

function body(...keys: string[]): string {
  const records = keys.map((key) => ({
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: 'logs' }, object: { key } },
  }));
  return JSON.stringify({ Records: records });
}

/** The outside: objects have their fate by the first part of their key (`gone-1`); what was taken in and buried is kept. */
class Ingest {
  readonly stored = new Set<string>();
  readonly letters: DeadLetter[] = [];
  readonly retried: string[] = [];
  readonly batches: (readonly string[])[] = [];
  readonly maxReceives = 5;

  takeIn = async (refs: readonly ObjectRef[]): Promise<TakenIn> => {
    const keys = refs.map(({ key }) => key);
    this.batches.push(keys);
    if (keys.some((key) => fateOf(key) === 'breaks')) throw new Error('the table is full');
    const objects = keys.map((key) => {
      const fate = fateOf(key);
      if (fate === 'fine' || fate === 'broken') this.stored.add(key);
      const error = fate === 'gone' ? { error: GONE } : fate === 'busy' ? { error: BUSY } : {};
      return { key, earliestDay: undefined, problems: fate === 'broken' ? ['record 3 is cut off'] : [], ...error };
    });
    return { objects, findings: 0 };
  };
  bury = async (letter: DeadLetter): Promise<void> => {
    this.letters.push(letter);
  };
  onFailure = ({ id }: Message): void => {
    this.retried.push(id);
  };
}

function fateOf(key: string): Fate {
  return key.replace('s3://logs/', '').split('-')[0] as Fate;
}
const message = (id: string, text: string, receives = 1): Message => ({ id, body: text, receives });

describe('messages of the queue', () => {
  it('are taken in as one batch, an object told of twice once', async () => {
    const ingest = new Ingest();
    const again = await takeMessages([message('a', body('fine-1', 'fine-2')), message('b', body('fine-1'))], ingest);
    expect(again).toEqual([]);
    expect(ingest.batches).toEqual([['s3://logs/fine-1', 's3://logs/fine-2']]);
    expect(ingest.letters).toEqual([]);
  });

  it('that tell of nothing cost nothing', async () => {
    const ingest = new Ingest();
    expect(await takeMessages([message('a', JSON.stringify({ Event: 's3:TestEvent' }))], ingest)).toEqual([]);
    expect(ingest.batches).toEqual([]);
  });

  it('that make no sense lie among the dead letters with the reason, and the others are taken in', async () => {
    const ingest = new Ingest();
    expect(await takeMessages([message('a', 'garbage'), message('b', body('fine-1'))], ingest)).toEqual([]);
    expect(ingest.letters).toEqual([{ body: 'garbage', reason: 'expected JSON', object: undefined }]);
    expect([...ingest.stored]).toEqual(['s3://logs/fine-1']);
  });

  it.each([
    ['gone', 'no such object'],
    ['broken', 'record 3 is cut off'],
  ])('whose object is %s for good are buried at once', async (fate, reason) => {
    const ingest = new Ingest();
    const text = body('fine-1', `${fate}-1`);
    expect(await takeMessages([message('a', text)], ingest)).toEqual([]);
    expect(ingest.letters).toEqual([{ body: text, reason, object: `s3://logs/${fate}-1` }]);
  });

  it.each([
    ['busy', 'slow down'],
    ['breaks', 'the table is full'],
  ])('whose object is %s come again, until the last receive', async (fate, reason) => {
    const text = body(`${fate}-1`);
    for (const receives of [1, 4]) {
      const ingest = new Ingest();
      expect(await takeMessages([message('a', text, receives)], ingest)).toEqual(['a']);
      expect(ingest.letters).toEqual([]);
      expect(ingest.retried).toEqual(['a']);
    }
    const last = new Ingest();
    expect(await takeMessages([message('a', text, 5)], last)).toEqual([]);
    expect(last.letters).toEqual([{ body: text, reason, object: `s3://logs/${fate}-1` }]);
  });

  it('come again whole when the dead letters can’t be written', async () => {
    const ingest = new Ingest();
    ingest.bury = async () => {
      throw new Error('no queue');
    };
    await expect(takeMessages([message('a', 'garbage')], ingest)).rejects.toThrow('no queue');
  });

  it('each end in one way: taken in, buried, or to come again; and none takes another with it', async () => {
    const fate = fc.constantFrom<Fate | 'garbage'>('fine', 'gone', 'busy', 'broken', 'breaks', 'garbage');
    const any = fc.record({
      fates: fc.array(fate, { minLength: 1, maxLength: 3 }),
      receives: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(any, { minLength: 1, maxLength: 10 }), async (all) => {
        const ingest = new Ingest();
        const messages = all.map(({ fates, receives }, at) =>
          message(
            String(at),
            fates.includes('garbage') ? `garbage ${at}` : body(...fates.map((one, n) => `${one}-${at}-${n}`)),
            receives,
          ),
        );
        const again = await takeMessages(messages, ingest);
        for (const [at, { fates, receives }] of all.entries()) {
          const isBuried = ingest.letters.some((letter) => letter.body === messages[at]?.body);
          const isBad = fates.some((one) => one !== 'fine');
          const mayPass = !fates.includes('garbage') && (fates.includes('breaks') || fates.includes('busy'));
          expect(again.includes(String(at)), `message ${at}`).toBe(isBad && mayPass && receives < 5);
          expect(isBuried, `message ${at}`).toBe(isBad && !(mayPass && receives < 5));
          if (fates.includes('garbage') || fates.includes('breaks')) continue;
          for (const [n, one] of fates.entries())
            expect(ingest.stored.has(`s3://logs/${one}-${at}-${n}`)).toBe(one === 'fine' || one === 'broken');
        }
        expect(new Set(again).size).toBe(again.length);
      }),
    );
  });
});
