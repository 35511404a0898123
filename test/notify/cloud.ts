import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Context } from 'aws-lambda';
import { type Dynalite, startDynalite } from '../contract/dynalite.ts';
import { type SlackServer, startSlack } from './slack-server.ts';

/** What a Slack function finds around it: a table, the secret in SSM, and Slack. */
export interface SlackSurroundings {
  readonly slack: SlackServer;
  readonly dynalite: Dynalite;
  readonly table: string;
  /** Names that were asked of SSM. */
  readonly asked: string[];
  close(): Promise<void>;
}

export const SECRET_NAME = '/gatetrail/test/slack';

/** Starts it and says so in this process's environment, where a handler looks when it is loaded. */
export async function surroundSlack(secret: unknown): Promise<SlackSurroundings> {
  const [slack, dynalite] = await Promise.all([startSlack(), startDynalite()]);
  const asked: string[] = [];
  const ssm = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { Name, WithDecryption } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    asked.push(Name);
    const Value = Name === SECRET_NAME && WithDecryption === true ? JSON.stringify(secret) : undefined;
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ Parameter: { Name, Type: 'SecureString', Value } }));
  });
  ssm.listen(0, '127.0.0.1');
  await once(ssm, 'listening');
  const table = await dynalite.table();
  Object.assign(process.env, {
    TABLE: table,
    SLACK_SECRET: SECRET_NAME,
    SLACK_API_URL: slack.apiUrl,
    AWS_ENDPOINT_URL_DYNAMODB: dynalite.endpoint,
    AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${(ssm.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    POWERTOOLS_METRICS_NAMESPACE: 'Gatetrail',
    POWERTOOLS_SERVICE_NAME: 'test',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  return {
    slack,
    dynalite,
    table,
    asked,
    close: async () => {
      ssm.closeAllConnections();
      ssm.close();
      await Promise.all([once(ssm, 'close'), slack.close(), dynalite.close()]);
    },
  };
}

export const CONTEXT = {
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:999999999999:function:test',
  memoryLimitInMB: '256',
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  getRemainingTimeInMillis: () => 30_000,
} as Context;
