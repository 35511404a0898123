import { type ApiGatewayV2Client, GetApisCommand, GetStagesCommand } from '@aws-sdk/client-apigatewayv2';
import { type Answer, ask } from './ask.ts';
import type { StageFacts } from './stages.ts';

/** The stages of all HTTP and WebSocket APIs (API Gateway v2) of the client's region. */
export function askHttpApis(client: ApiGatewayV2Client): Promise<Answer<readonly StageFacts[]>> {
  return ask('apigateway:GET on /apis and /apis/*/stages', async () => {
    const stages: StageFacts[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(new GetApisCommand({ NextToken: token }));
      for (const { ApiId = '', Name = '' } of page.Items ?? []) stages.push(...(await stagesOf(client, ApiId, Name)));
      token = page.NextToken;
    } while (token);
    return stages;
  });
}

async function stagesOf(client: ApiGatewayV2Client, api: string, apiName: string): Promise<StageFacts[]> {
  const stages: StageFacts[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(new GetStagesCommand({ ApiId: api, NextToken: token }));
    for (const { StageName = '', AccessLogSettings, DefaultRouteSettings, RouteSettings } of page.Items ?? [])
      stages.push({
        api,
        apiName,
        stage: StageName,
        hasAccessLogs: Boolean(AccessLogSettings?.DestinationArn),
        hasDataTrace: [DefaultRouteSettings, ...Object.values(RouteSettings ?? {})].some(
          (one) => one?.DataTraceEnabled,
        ),
      });
    token = page.NextToken;
  } while (token);
  return stages;
}
