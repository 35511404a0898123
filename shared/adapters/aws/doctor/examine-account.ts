import { callerAccount } from '../caller.ts';
import { apiGatewayClient } from '../clients/api-gateway.ts';
import { apiGatewayV2Client } from '../clients/apigatewayv2.ts';
import { cloudTrailClient } from '../clients/cloudtrail.ts';
import { dynamoDbClient } from '../clients/dynamodb.ts';
import { lambdaClient } from '../clients/lambda.ts';
import { type S3Connection, s3Client } from '../clients/s3.ts';
import { secretsManagerClient } from '../clients/secrets-manager.ts';
import { snsClient } from '../clients/sns.ts';
import { sqsClient } from '../clients/sqs.ts';
import { ssmClient } from '../clients/ssm.ts';
import { stsClient } from '../clients/sts.ts';
import { examine, type Subject } from './examine.ts';
import type { Line } from './line.ts';

/** All checks with clients of their own; whose account it is, is asked. Throws `config` without usable credentials. */
export async function examineAccount(
  { pathStyle, ...connection }: S3Connection,
  subject: Omit<Subject, 'account'>,
  now: number,
): Promise<readonly Line[]> {
  const account = await callerAccount(stsClient(connection));
  const clients = {
    cloudTrail: cloudTrailClient(connection),
    s3: s3Client({ ...connection, pathStyle }),
    sns: snsClient(connection),
    sqs: sqsClient(connection),
    dynamoDb: dynamoDbClient(connection),
    ssm: ssmClient(connection),
    secrets: secretsManagerClient(connection),
    lambda: lambdaClient(connection),
    restApis: apiGatewayClient(connection),
    httpApis: apiGatewayV2Client(connection),
  };
  try {
    return await examine(clients, { account, ...subject }, now);
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}
