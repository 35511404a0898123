import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';

// It has no types of its own.
const require = createRequire(import.meta.url);
const dynalite: (options: { readonly createTableMs: number }) => Server = require('dynalite');

/** A DynamoDB in this process, on a port that the system chose. */
export interface Dynalite {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** Makes an empty table as the stack has it and gives its name. */
  table(): Promise<string>;
  /** Another client of the same server, to be meddled with. */
  connect(maxAttempts?: number): DynamoDBClient;
  close(): Promise<void>;
}

export async function startDynalite(): Promise<Dynalite> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: DynamoDBClient[] = [];
  const connect = (maxAttempts = 10): DynamoDBClient => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials, maxAttempts });
    clients.push(client);
    return client;
  };
  const client = connect();
  return {
    endpoint,
    client,
    connect,
    table: async () => {
      const name = `gatetrail-${randomUUID()}`;
      await client.send(new CreateTableCommand({ TableName: name, ...LAYOUT }));
      for (let status: string | undefined; status !== 'ACTIVE'; )
        status = (await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus;
      return name;
    },
    close: async () => {
      for (const one of clients) one.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

/** A table as infra/table.yml makes it. */
export const LAYOUT = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
} as const satisfies Partial<ConstructorParameters<typeof CreateTableCommand>[0]>;
