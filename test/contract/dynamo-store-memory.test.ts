import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DynamoStateStore } from '../../shared/adapters/aws/dynamo-state-store.ts';
import { join } from '../../shared/state/join.ts';
import type { StateItem } from '../../shared/state/kinds.ts';
import { type Dynalite, startDynalite } from './dynalite.ts';
import { behaviour, register, texts } from './items.ts';

let dynamo: Dynalite;
let table = '';
beforeAll(async () => {
  dynamo = await startDynalite();
});
beforeEach(async () => {
  table = await dynamo.table();
});
afterAll(() => dynamo.close());

const profile = (value: string): Map<string, StateItem> =>
  new Map([['P#k', behaviour(20_000, [value])['P#k'] as StateItem]]);

/** A store that remembers, whose requests of a command wait once they are answered, until they are let go. */
function held(command: string, key: string) {
  const client = dynamo.connect();
  const arrived = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (given) => {
        const answer = await next(given);
        if (commandName !== command || !JSON.stringify(given.input).includes(key)) return answer;
        arrived.resolve();
        await gate.promise;
        return answer;
      },
    { step: 'initialize' },
  );
  const store = new DynamoStateStore({ client, table, clock: () => 0, remember: { items: 10, maxAge: 1e9 } });
  return { store, arrived: arrived.promise, letGo: gate.resolve };
}

describe('DynamoStateStore that remembers, asked several things at once', () => {
  const both = () => join(profile('ax').get('P#k') as StateItem, profile('ay').get('P#k') as StateItem);

  it('does not let a read that began before a merge hide it', async () => {
    const { store, arrived, letGo } = held('BatchGetItemCommand', 'P#slow');
    await store.merge(profile('ax'));
    const reading = store.read(['P#slow', 'P#late']);
    await arrived;
    const late = new Map([['P#late', profile('ay').get('P#k') as StateItem]]);
    await store.merge(late);
    letGo();
    expect((await reading).size, 'as it was then').toBe(0);
    expect(texts(await store.read(['P#late']))).toEqual(texts(late));
  });

  it('does not let a merge that ends later hide one that joined more', async () => {
    const { store, arrived, letGo } = held('PutItemCommand', 'R#slow');
    const first = store.merge(new Map([...profile('ax'), ['R#slow', register([[1, 'e', 'v']])]]));
    await arrived;
    const others = new DynamoStateStore({ client: dynamo.client, table, clock: () => 0 });
    while ((await others.read(['P#k'])).size === 0);
    await store.merge(profile('ay'));
    letGo();
    await first;
    expect(texts(await store.read(['P#k']))).toEqual(texts(new Map([['P#k', both()]])));
  });

  it('keeps what is used again and again, and forgets what was used longest ago', async () => {
    const store = new DynamoStateStore({
      client: dynamo.client,
      table,
      clock: () => 0,
      remember: { items: 2, maxAge: 1e9 },
    });
    for (const key of ['P#a', 'P#b', 'P#a', 'P#c']) await store.read([key]);
    expect(store.used.reads).toBe(3);
    await store.read(['P#a', 'P#c']);
    await store.read(['P#a']);
    expect(store.used.reads).toBe(3);
    await store.read(['P#b']);
    expect(store.used.reads).toBe(4);
  });
});
