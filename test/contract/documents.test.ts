import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoDocuments } from '../../shared/adapters/aws/dynamo-documents.ts';
import { DynamoStateStore } from '../../shared/adapters/aws/dynamo-state-store.ts';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import { documentsContract } from './documents.ts';
import { type Dynalite, startDynalite } from './dynalite.ts';
import { register, texts } from './items.ts';
import { meddle } from './meddling.ts';
import { kindsOf, rowsIn } from './rows.ts';

const NOW = Date.UTC(2027, 0, 1);
let dynamo: Dynalite;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

documentsContract('MemoryDocuments', async () => {
  const memory = new MemoryDocuments();
  return { open: () => memory, remove: async () => {} };
});

documentsContract('DynamoDocuments', async () => {
  const table = await dynamo.table();
  return {
    open: () => new DynamoDocuments({ client: dynamo.client, table, clock: () => NOW }),
    // A test leaves no piece of a text behind that nobody names.
    remove: async () => {
      const rows = await rowsIn(dynamo.client, table);
      const named = rows.flatMap(({ parts }) => parts?.L ?? []).map(({ S: id }) => `PART#${id}`);
      const pieces = rows.map(({ pk }) => pk?.S ?? '').filter((pk) => pk.startsWith('PART#'));
      expect(pieces.sort()).toEqual(named.sort());
    },
  };
});

describe('DynamoDocuments', () => {
  const count = (text: string | undefined) => ({ text: String(Number(text ?? 0) + 1), result: Number(text ?? 0) + 1 });

  it('asks again when somebody was faster, and counts what that cost', async () => {
    const table = await dynamo.table();
    const others = new DynamoDocuments({ client: dynamo.client, table, clock: () => NOW });
    const client = dynamo.connect();
    const documents = new DynamoDocuments({ client, table, clock: () => NOW });
    const asked: (string | undefined)[] = [];
    let wasFaster = false;
    // Between this one's read and its write another change is finished.
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (given) => {
          if (commandName === 'PutItemCommand' && !wasFaster) {
            wasFaster = true;
            await others.change('a', count);
          }
          return next(given);
        },
      { step: 'initialize' },
    );
    const result = await documents.change('a', (text) => {
      asked.push(text);
      return count(text);
    });
    expect({ result, asked }).toEqual({ result: 2, asked: [undefined, '1'] });
    expect(documents.used).toMatchObject({ reads: 2, writes: 1, conflicts: 1 });
    await documents.change('a', (text) => ({ text, result: undefined }));
    expect(documents.used.writes, 'the same text again').toBe(1);
  });

  it('counts a change once when it arrived and only the answer was lost', async () => {
    const client = dynamo.connect();
    meddle(client, (command, call) => (command === 'PutItemCommand' && call % 2 === 0 ? 'lose the answer' : 'pass'));
    const documents = new DynamoDocuments({ client, table: await dynamo.table(), clock: () => NOW });
    for (let index = 0; index < 5; index += 1) await documents.change('a', count);
    expect(await documents.read('a')).toBe('5');
    expect(documents.used.conflicts).toBeGreaterThan(0);
  });

  it('lies beside the state of the same table, and ends when it is told to', async () => {
    const table = await dynamo.table();
    const until = (key: string) => (key === 'kept' ? undefined : NOW + 1500);
    const documents = new DynamoDocuments({ client: dynamo.client, table, clock: () => NOW, until });
    const state = new DynamoStateStore({ client: dynamo.client, table, clock: () => NOW });
    const items = new Map(['kept', 'DOC#kept', 'DOC'].map((key) => [key, register([[1, 'e', key]])]));
    await state.merge(items);
    for (const key of ['kept', 'ends']) await documents.change(key, () => ({ text: `text of ${key}`, result: 0 }));
    expect(texts(await state.read(items.keys()))).toEqual(texts(items));
    expect(await documents.read('kept')).toBe('text of kept');
    const rows = await rowsIn(dynamo.client, table);
    expect(kindsOf(rows)).toEqual(['', 'DOC']);
    const ttl = Object.fromEntries(rows.filter(({ sk }) => sk?.S === 'DOC').map(({ pk, ttl }) => [pk?.S, ttl?.N]));
    expect(ttl).toMatchObject({ 'DOC#ends': String((NOW + 2000) / 1000) });
    expect(ttl['DOC#kept']).toBeUndefined();
  });
});
