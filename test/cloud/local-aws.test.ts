import { CloudTrailClient, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import { BatchGetItemCommand, BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startCloud } from './local/cloud.ts';

/** What a caller of the local services finds, without any function. */
describe('the local services', () => {
  let cloud: LocalCloud;
  let options: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  beforeAll(async () => {
    cloud = await startCloud();
    const credentials = { accessKeyId: 'someone.0', secretAccessKey: 'local' };
    options = { endpoint: cloud.aws.endpoint, region: 'eu-west-1', credentials };
  });
  afterAll(() => cloud.close());

  it('keep parameters, answer what a test answers, and name what nobody does', async () => {
    const ssm = new SSMClient(options);
    cloud.aws.putParameter('/a', 'secret');
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/a', WithDecryption: true }));
    expect(Parameter?.Value).toBe('secret');
    await expect(ssm.send(new GetParameterCommand({ Name: '/b' }))).rejects.toThrow(
      expect.objectContaining({ name: 'ParameterNotFound' }),
    );
    const trail = new CloudTrailClient(options);
    await expect(trail.send(new ListPublicKeysCommand({}))).rejects.toThrow('nobody answers cloudtrail:ListPublicKeys');
    cloud.aws.answer('cloudtrail:ListPublicKeys', ({ StartTime }) => ({
      PublicKeyList: [{ Fingerprint: String(StartTime) }],
    }));
    const { PublicKeyList } = await trail.send(new ListPublicKeysCommand({ StartTime: new Date(5000) }));
    expect(PublicKeyList).toEqual([{ Fingerprint: '5' }]);
  });

  it('refuse a message that SNS would refuse', async () => {
    const sns = new SNSClient(options);
    const TopicArn = await cloud.topic('strict');
    const publish = (input: { Subject?: string; Message: string; MessageStructure?: string }): Promise<unknown> =>
      sns.send(new PublishCommand({ TopicArn, ...input }));
    await expect(publish({ Subject: 'two\nlines', Message: 'x' })).rejects.toThrow('Subject');
    await expect(publish({ Subject: 'x'.repeat(101), Message: 'x' })).rejects.toThrow('Subject');
    await expect(publish({ Message: '{"email":"x"}', MessageStructure: 'json' })).rejects.toThrow('No default entry');
    await expect(publish({ Message: 'x'.repeat(262_145) })).rejects.toThrow('too long');
    await expect(publish({ Subject: 'fine', Message: 'x'.repeat(262_144) })).resolves.toBeDefined();
  });

  it('leave a batch undone where a fault says so, and count what was asked', async () => {
    const dynamodb = new DynamoDBClient(options);
    await cloud.table('batches');
    const Item = { pk: { S: 'a' }, sk: { S: 'b' } };
    const write = { RequestItems: { batches: [{ PutRequest: { Item } }] } };
    const read = { RequestItems: { batches: { Keys: [Item], ConsistentRead: true } } };
    cloud.aws.fail({ caller: 'someone', operation: 'dynamodb:*', failure: 'unprocessed', times: 2 });
    const { UnprocessedItems } = await dynamodb.send(new BatchWriteItemCommand(write));
    expect(UnprocessedItems).toEqual(write.RequestItems);
    const { UnprocessedKeys } = await dynamodb.send(new BatchGetItemCommand(read));
    expect(UnprocessedKeys).toEqual(read.RequestItems);
    await dynamodb.send(new BatchWriteItemCommand(write));
    const { Responses } = await dynamodb.send(new BatchGetItemCommand(read));
    expect(Responses).toEqual({ batches: [Item] });
    const units = cloud.aws.calls.filter(({ resource }) => resource === 'batches').map((call) => call.units);
    expect(units.slice(-2)).toEqual([1, 1]);
  });

  it('name the permission that each call takes', async () => {
    const s3 = new S3Client({ ...options, credentials: { accessKeyId: 'reader.7', secretAccessKey: 'local' } });
    await cloud.bucket('files');
    await cloud.put('files', 'a b', 'text');
    await s3.send(new HeadObjectCommand({ Bucket: 'files', Key: 'a b' }));
    await s3.send(new ListObjectsV2Command({ Bucket: 'files' }));
    expect(cloud.aws.recordedActions()['reader']).toEqual(['s3:GetObject', 's3:ListBucket']);
    const seen = cloud.aws.calls.filter(({ caller }) => caller === 'reader');
    expect(seen.map(({ operation, resource, instance }) => [operation, resource, instance])).toEqual([
      ['s3:HeadObject', 'files/a b', 'reader.7'],
      ['s3:ListObjectsV2', 'files', 'reader.7'],
    ]);
  });
});
