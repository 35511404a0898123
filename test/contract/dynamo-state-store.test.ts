import { afterAll, beforeAll } from 'vitest';
import { DynamoStateStore } from '../../shared/adapters/aws/dynamo-state-store.ts';
import { type Dynalite, startDynalite } from './dynalite.ts';
import { stateStoreContract } from './state-store.ts';

let dynamo: Dynalite;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

const NOW = Date.UTC(2027, 0, 1);

stateStoreContract('DynamoStateStore', async () => {
  const table = await dynamo.table();
  return {
    keeps: true,
    open: async () => new DynamoStateStore({ client: dynamo.client, table, clock: () => NOW }),
    remove: async () => {},
  };
});
