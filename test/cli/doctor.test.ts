import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiGatewayClient } from '../../shared/adapters/aws/clients/api-gateway.ts';
import { apiGatewayV2Client } from '../../shared/adapters/aws/clients/apigatewayv2.ts';
import { cloudTrailClient } from '../../shared/adapters/aws/clients/cloudtrail.ts';
import { dynamoDbClient } from '../../shared/adapters/aws/clients/dynamodb.ts';
import { lambdaClient } from '../../shared/adapters/aws/clients/lambda.ts';
import { s3Client } from '../../shared/adapters/aws/clients/s3.ts';
import { secretsManagerClient } from '../../shared/adapters/aws/clients/secrets-manager.ts';
import { snsClient } from '../../shared/adapters/aws/clients/sns.ts';
import { sqsClient } from '../../shared/adapters/aws/clients/sqs.ts';
import { ssmClient } from '../../shared/adapters/aws/clients/ssm.ts';
import { type DoctorClients, examine } from '../../shared/adapters/aws/doctor/examine.ts';
import { CREDENTIALS, type LocalCloud, type Served, serve, startLocalCloud } from '../adapters/aws-local.ts';
import { type Dynalite, startDynalite } from '../contract/dynalite.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const ACCOUNT = '111111111111';
const REGION = 'eu-central-1';
const TRAIL = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/main`;

let local: LocalCloud;
let tables: Dynalite;
let rest: Served;
let clients: DoctorClients;
let table: string;
let topic: string;
let queueUrl: string;
let queueArn: string;
/** What the services say that no local cloud has: by X-Amz-Target, or by path. Each may be taken away by a test. */
const answers = new Map<string, unknown>();

beforeAll(async () => {
  [local, tables] = await Promise.all([startLocalCloud(), startDynalite()]);
  rest = await serve((incoming, outgoing) => {
    const path = String(incoming.headers['x-amz-target'] ?? incoming.url).replace(/^.*CloudTrail_20131101\./, '');
    const answer = answers.get(path.replace(/\?.*$/, ''));
    incoming.resume();
    outgoing.writeHead(answer === undefined ? 403 : 200, {
      'content-type': 'application/json',
      ...(answer === undefined && { 'x-amzn-errortype': 'AccessDeniedException' }),
    });
    outgoing.end(JSON.stringify(answer ?? { message: `not authorized: ${path}` }));
  });
  process.env['AWS_ACCESS_KEY_ID'] = CREDENTIALS.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = CREDENTIALS.secretAccessKey;
  for (const service of ['S3', 'SNS', 'SQS']) process.env[`AWS_ENDPOINT_URL_${service}`] = local.endpoint;
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = tables.endpoint;
  for (const service of ['CLOUDTRAIL', 'LAMBDA', 'SSM', 'SECRETS_MANAGER', 'API_GATEWAY', 'APIGATEWAYV2'])
    process.env[`AWS_ENDPOINT_URL_${service}`] = rest.endpoint;
  const connection = { region: REGION, maxAttempts: 1 };
  clients = {
    cloudTrail: cloudTrailClient(connection),
    s3: s3Client({ ...connection, pathStyle: true }),
    sns: snsClient(connection),
    sqs: sqsClient(connection),
    dynamoDb: dynamoDbClient(connection),
    ssm: ssmClient(connection),
    secrets: secretsManagerClient(connection),
    lambda: lambdaClient(connection),
    restApis: apiGatewayClient(connection),
    httpApis: apiGatewayV2Client(connection),
  };
  await build();
});
afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await Promise.all([local.close(), tables.close(), rest.close()]);
});

async function build(): Promise<void> {
  const { cloud } = local;
  const dead = cloud.createQueue('gatetrail-live-ingest-dead-letters', { region: REGION });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.queueArn, maxReceiveCount: 5 });
  ({ queueUrl, queueArn } = cloud.createQueue('gatetrail-live-ingest', {
    region: REGION,
    attributes: { RedrivePolicy },
  }));
  topic = cloud.createTopic('alerts', { region: REGION }).topicArn;
  cloud.subscribe({ topic: 'alerts', queue: 'gatetrail-live-ingest', region: REGION });
  table = await tables.table();
  cloud.createBucket('logs');
  const Key = `AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/2026/11/21/${ACCOUNT}_CloudTrail_${REGION}_20261121T1200Z_x.json.gz`;
  await clients.s3.send(new PutObjectCommand({ Bucket: 'logs', Key, Body: 'x' }));
  answers.set('DescribeTrails', {
    trailList: [
      {
        Name: 'main',
        TrailARN: TRAIL,
        HomeRegion: REGION,
        S3BucketName: 'logs',
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: true,
        LogFileValidationEnabled: true,
      },
    ],
  });
  answers.set('GetTrailStatus', { IsLogging: true, LatestDeliveryTime: NOW / 1000 - 300 });
  answers.set('/restapis', { item: [{ id: 'abc', name: 'orders' }] });
  answers.set('/restapis/abc/stages', { item: [{ stageName: 'prod', accessLogSettings: { destinationArn: 'arn' } }] });
  answers.set('/v2/apis', { items: [{ apiId: 'def', name: 'shop' }] });
  answers.set('/v2/apis/def/stages', { items: [{ stageName: '$default', defaultRouteSettings: {} }] });
  answers.set('AmazonSSM.DescribeParameters', {
    Parameters: [{ Name: '/gatetrail/live/slack', Type: 'SecureString' }],
  });
  for (const name of ['ingest', 'calibrate', 'watch', 'backfill'])
    answers.set(`/2015-03-31/functions/gatetrail-live-${name}/configuration`, {
      State: 'Active',
      LastUpdateStatus: 'Successful',
      Environment: {
        Variables: {
          TABLE: table,
          ALERTS_TOPIC_ARN: topic,
          QUEUE_URLS: queueUrl,
          SLACK_SECRET: '/gatetrail/live/slack',
        },
      },
    });
  local.spoil(({ url }) => (url.includes('notification') ? { xml: notified(queueArn) } : undefined));
}

function notified(arn: string): string {
  return `<NotificationConfiguration><QueueConfiguration><Id>a</Id><Queue>${arn}</Queue><Event>s3:ObjectCreated:*</Event></QueueConfiguration></NotificationConfiguration>`;
}

async function checks(
  subject: Partial<Parameters<typeof examine>[1]> = { stack: 'gatetrail-live' },
): Promise<string[]> {
  const lines = await examine(clients, { account: ACCOUNT, ...subject }, NOW);
  return lines.map(({ check, verdict, text }) => `${verdict} ${check}: ${text}`);
}

describe('examine', () => {
  it('asks everything of the account and of the stack', async () => {
    expect(await checks()).toEqual([
      'ok trail main: is logging; latest delivery 2026-11-22T11:55:00Z',
      'ok trail main: all regions, global services, log file validation',
      'ok bucket logs: exists; a log object can be read',
      'ok notifications of logs: lead to the queue, directly',
      'ok REST APIs: 1 stages, all with access logs, none with data trace',
      'problem HTTP and WebSocket APIs: without access logs: shop (def/$default)',
      'unknown function gatetrail-live-access-logs: could not check: lambda:GetFunctionConfiguration is not allowed to you',
      'unknown function gatetrail-live-notify: could not check: lambda:GetFunctionConfiguration is not allowed to you',
      'unknown function gatetrail-live-respond: could not check: lambda:GetFunctionConfiguration is not allowed to you',
      'ok queue gatetrail-live-ingest: exists; its dead-letter queue is empty',
      `ok table ${table}: exists`,
      `warn table ${table}: can be deleted by one call`,
      `problem table ${table}: rows never expire: TTL is off`,
      expect.stringMatching(/^unknown table .*recovery: could not check: dynamodb:DescribeContinuousBackups failed/),
      'ok topic alerts: 1 subscriptions (sqs)',
      'ok Slack secret /gatetrail/live/slack: exists (SecureString; its value was not read)',
    ]);
  });

  it('sees dead letters, and an object that KMS does not give', async () => {
    local.cloud.sendMessage('gatetrail-live-ingest-dead-letters', 'poison', { region: REGION });
    const kms = {
      status: 400,
      code: 'KMS.DisabledException',
      message: 'arn:aws:kms:eu-west-1:111111111111:key/k is disabled.',
    };
    local.spoil(({ url }) =>
      url.includes('.json.gz') ? kms : url.includes('notification') ? { xml: notified('arn:other') } : undefined,
    );
    const lines = await checks();
    expect(lines).toContainEqual('problem dead letters of gatetrail-live-ingest: 1 messages failed 5 times');
    expect(lines).toContainEqual(
      expect.stringMatching(/^problem bucket logs: log object AWSLogs.*: not readable by you/),
    );
    expect(lines).toContainEqual('problem notifications of logs: lead to arn:other, not to the queue');
  });

  it('looks at the account alone without a stack, and says what it may not ask', async () => {
    answers.delete('DescribeTrails');
    answers.delete('/restapis');
    expect(await checks({})).toEqual([
      'unknown trail: could not check: cloudtrail:DescribeTrails is not allowed to you',
      'unknown REST APIs: could not check: apigateway:GET on /restapis and /restapis/*/stages is not allowed to you',
      'problem HTTP and WebSocket APIs: without access logs: shop (def/$default)',
    ]);
  });
});
