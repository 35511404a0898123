import { expect, it } from 'vitest';
import { ofType, outputText, resourceOf, type Template } from './package.ts';

/** Of the framework, and of backfills. */
const OTHER_BUCKETS = ['BackfillBucket', 'ServerlessDeploymentBucket'];

/** What differs between the modes and options of test/infra/variants.ts. Packaging takes seconds, so it is done once for all. */
export function modes(template: (variant: string) => Template): void {
  it('new makes a trail of all regions, with digests, into a closed bucket that tells the queue', () => {
    const made = template('new');
    expect(resourceOf(made, 'Trail').Properties).toMatchObject({
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
    });
    const bucket = resourceOf(made, 'LogBucket');
    expect(bucket).toMatchObject({ DeletionPolicy: 'Retain', DependsOn: ['IngestQueuePolicy'] });
    expect(Object.values(bucket.Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    // The queue's policy names the bucket that is only made after it.
    const [allowed] = resourceOf(made, 'IngestQueuePolicy').Properties.PolicyDocument.Statement;
    expect(allowed.Condition.ArnEquals['aws:SourceArn']['Fn::Sub']).toBe(
      `arn:\${AWS::Partition}:s3:::${bucket.Properties.BucketName['Fn::Sub']}`,
    );
    const { Variables } = resourceOf(made, 'WatchLambdaFunction').Properties.Environment;
    expect(Variables.TRAIL_ARN).toEqual({ 'Fn::GetAtt': ['Trail', 'Arn'] });
  });
  it.each(['bucket', 'bucket-eventbridge', 'topic', 'topic-alone'])(
    '%s makes neither a trail nor a bucket for logs',
    (variant) => {
      expect(ofType(template(variant), 'AWS::CloudTrail::Trail')).toEqual([]);
      expect(
        ofType(template(variant), 'AWS::S3::Bucket')
          .map(([id]) => id)
          .sort(),
      ).toEqual(OTHER_BUCKETS);
    },
  );
  it('bucket prints the notification to set, and it is JSON', () => {
    const line = outputText(template('bucket'), 'Next3Logs');
    const [, json = ''] = /'(.*)'/.exec(line) ?? [];
    const [told] = JSON.parse(json).QueueConfigurations;
    expect(told).toMatchObject({ QueueArn: `\${IngestQueue.Arn}`, Events: ['s3:ObjectCreated:*'] });
    expect(line).toContain('--bucket my-trail-logs ');
  });
  it('bucket-eventbridge takes new objects of that bucket and account only', () => {
    const [[, rule] = []] = ofType(template('bucket-eventbridge'), 'AWS::Events::Rule').filter(
      ([id]) => id === 'LogFilesRule',
    );
    expect(rule?.Properties.EventPattern).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      account: [{ Ref: 'AWS::AccountId' }],
      detail: { bucket: { name: ['my-trail-logs'] } },
    });
  });
  it('topic subscribes the queue across regions, unless it is told not to yet; its statements are JSON', () => {
    const properties = template('topic').Resources['LogFilesSubscription']?.Properties;
    expect(properties).toMatchObject({ Region: 'eu-west-1', Protocol: 'sqs' });
    expect(template('topic-alone').Resources).not.toHaveProperty('LogFilesSubscription');
    for (const name of ['Next2Topic', 'Next3Bucket', 'Next4Key']) {
      const text = outputText(template('topic'), name);
      for (const statement of JSON.parse(`[${text}]`)) {
        expect(statement).toMatchObject({ Effect: 'Allow', Principal: { AWS: expect.stringContaining(':root') } });
        expect(Object.keys(statement.Condition).length, name).toBeGreaterThan(0);
      }
    }
  });
  it('has functions for access logs and Slack only where they are wanted, and an open URL only for a bot', () => {
    const names = (variant: string): string[] =>
      ofType(template(variant), 'AWS::Lambda::Function').map(([, { Properties }]) => Properties.FunctionName);
    const always = [
      'gatetrail-live-ingest',
      'gatetrail-live-calibrate',
      'gatetrail-live-watch',
      'gatetrail-live-backfill',
    ];
    const optional = ['gatetrail-live-access-logs', 'gatetrail-live-notify', 'gatetrail-live-respond'];
    expect(names('new')).toEqual(always);
    expect(names('bucket').sort()).toEqual([...always, ...optional].sort());
    expect(names('bucket-eventbridge').sort()).toEqual([...always, 'gatetrail-live-notify'].sort());
    expect(ofType(template('bucket'), 'AWS::Lambda::Url')).toHaveLength(1);
    expect(ofType(template('bucket-eventbridge'), 'AWS::Lambda::Url')).toEqual([]);
  });
  it('writes to whom it is told, from the severity on that each wants', () => {
    const mails = (variant: string): unknown[] =>
      ofType(template(variant), 'AWS::SNS::Subscription')
        .filter(([, { Properties }]) => Properties.Protocol === 'email')
        .map(([, { Properties }]) => [Properties.TopicArn.Ref, Properties.Endpoint, Properties.FilterPolicy]);
    expect(mails('bucket')).toEqual([
      ['AlertsTopic', 'ann@example.com', undefined],
      ['AlertsTopic', 'bob@example.com', { $or: [{ severity: ['high', 'critical'] }, { kind: ['digest'] }] }],
      ['OperationsTopic', 'ops@example.com', undefined],
    ]);
    expect(mails('topic').map((mail) => (mail as string[])[0])).toEqual(['AlertsTopic', 'OperationsTopic']);
    expect(mails('new')).toEqual([]);
  });
  it('sets what is asked for', () => {
    const { Resources } = template('bucket-eventbridge');
    expect(Resources['IngestLambdaFunction']?.Properties.MemorySize).toBe(1024);
    expect(Resources['IngestEventSourceMappingSQSIngestQueue']?.Properties.ScalingConfig.MaximumConcurrency).toBe(25);
    expect(Resources['CalibrateLambdaFunction']?.Properties.ReservedConcurrentExecutions).toEqual({
      Ref: 'AWS::NoValue',
    });
    expect(template('new').Resources['CalibrateLambdaFunction']?.Properties.ReservedConcurrentExecutions).toBe(1);
  });
}
