import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Act, call, reads } from './acts.ts';

export const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
export const keyPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'admin',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'use',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/web-task` },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
    },
  ],
});
export const BUCKETS = ['example-uploads', 'example-exports', 'example-web-assets'];
export const SECRETS = ['shop/db', 'shop/payments', 'shop/mail', 'shop/search', 'shop/session', 'shop/push'];
export const PARAMETERS = ['/shop/db/host', '/shop/db/password', '/shop/flags', '/shop/mail/from'];
export const DB = { dBInstanceIdentifier: 'shop' };
export const queuePolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '*',
      Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:eu-central-1:${ACCOUNT}:orders` } },
    },
  ],
});
export const QUEUE = `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/orders`;
export const TOPIC = `arn:aws:sns:eu-central-1:${ACCOUNT}:orders`;

export const tlsOnly = (bucket: string): Record<string, unknown> => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'tls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    ...(bucket === 'example-web-assets'
      ? [
          {
            Sid: 'cdn',
            Effect: 'Allow',
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Action: 's3:GetObject',
            Resource: `arn:aws:s3:::${bucket}/*`,
            Condition: { StringEquals: { 'AWS:SourceArn': `arn:aws:cloudfront::${ACCOUNT}:distribution/E1EXAMPLE` } },
          },
        ]
      : []),
  ],
});
export const lifecycle = (days: number): Record<string, unknown> => ({
  LifecycleConfiguration: {
    Rule: [
      {
        ID: 'old-versions',
        Status: 'Enabled',
        Filter: { Prefix: '' },
        NoncurrentVersionExpiration: { NoncurrentDays: days },
      },
      { ID: 'uploads', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 7 } },
      {
        ID: 'parts',
        Status: 'Enabled',
        Filter: { Prefix: '' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ],
  },
});

/** What Terraform reads of stores before it changes them; of secrets and secure parameters it reads the values. */
export const REFRESH: readonly Act[] = [
  ...reads('kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListAliases', 'rds:DescribeDBInstances', 's3:GetBucketPolicy'),
  ...BUCKETS.flatMap((bucketName) =>
    ['GetBucketAcl', 'GetBucketVersioning', 'GetBucketLifecycle'].map((name) => call(`s3:${name}`, { bucketName })),
  ),
  ...SECRETS.flatMap((name) => {
    const secretId = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:${name}-a1b2c3`;
    return [
      call('secretsmanager:DescribeSecret', { secretId }),
      call('secretsmanager:GetSecretValue', { secretId, versionId: 'terraform-20261001000000000000000001' }),
    ];
  }),
  ...PARAMETERS.map((name) => call('ssm:GetParameter', { name, withDecryption: true })),
  ...reads(
    'sqs:GetQueueAttributes',
    'sns:GetTopicAttributes',
    'dynamodb:DescribeTable',
    'dynamodb:DescribeContinuousBackups',
  ),
];
