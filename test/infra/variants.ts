/** Every mode, and every option in one of them. */
export const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  new: [],
  bucket: [
    'mode=bucket',
    'bucket=my-trail-logs',
    'accessLogs=my-access-logs',
    'slack=bot',
    'emails=ann@example.com,bob@example.com:high',
    'operationsEmails=ops@example.com',
    'trailArn=arn:aws:cloudtrail:us-east-1:111122223333:trail/all',
  ],
  'bucket-eventbridge': [
    'mode=bucket-eventbridge',
    'bucket=my-trail-logs',
    'prefix=AWSLogs/',
    'kmsKeyArn=arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    'slack=webhook',
    'slackSecret=arn:aws:secretsmanager:us-east-1:111122223333:secret:slack-AbCdEf',
    'reserve=no',
    'retentionDays=90',
    'concurrency=25',
    'lambdaMemory=1024',
  ],
  topic: [
    'mode=topic',
    'bucket=central-logs',
    'topic=arn:aws:sns:eu-west-1:999988887777:new-logs',
    'emails=ann@example.com',
  ],
  'topic-alone': [
    'mode=topic',
    'bucket=central-logs',
    'topic=arn:aws:sns:eu-west-1:999988887777:new-logs',
    'subscribe=no',
  ],
};
