import { type APIGatewayClient, GetRestApisCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import { type Answer, ask } from './ask.ts';
import type { StageFacts } from './stages.ts';

const PAGE = 500;

/** The stages of all REST APIs (API Gateway v1) of the client's region. */
export function askRestApis(client: APIGatewayClient): Promise<Answer<readonly StageFacts[]>> {
  return ask('apigateway:GET on /restapis and /restapis/*/stages', async () => {
    const stages: StageFacts[] = [];
    let position: string | undefined;
    do {
      const page = await client.send(new GetRestApisCommand({ limit: PAGE, position }));
      for (const { id = '', name = '' } of page.items ?? []) stages.push(...(await stagesOf(client, id, name)));
      position = page.position;
    } while (position);
    return stages;
  });
}

async function stagesOf(client: APIGatewayClient, api: string, apiName: string): Promise<StageFacts[]> {
  const { item } = await client.send(new GetStagesCommand({ restApiId: api }));
  return (item ?? []).map(({ stageName = '', accessLogSettings, methodSettings }) => ({
    api,
    apiName,
    stage: stageName,
    hasAccessLogs: Boolean(accessLogSettings?.destinationArn),
    hasDataTrace: Object.values(methodSettings ?? {}).some(({ dataTraceEnabled }) => dataTraceEnabled),
  }));
}
