import * as z from 'zod';
import { SEVERITIES } from '../shared/detections/severity.ts';
import { GatetrailError } from '../shared/errors.ts';
import {
  allow,
  atLeast,
  bucketArn,
  decrypts,
  NONE,
  slackStatements,
  subscription,
  type Value,
} from './template-parts.ts';

const MODES = ['new', 'bucket', 'bucket-eventbridge', 'topic'] as const;
/** What CloudWatch Logs allows. */
const RETENTION = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Empty: it is not given. */
const bucket = z.string().regex(/^$|^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of an S3 bucket');
const arn = (service: string, what: string) =>
  z.string().regex(new RegExp(`^$|^arn:[a-z-]+:${service}:[a-z0-9-]+:\\d{12}:.+`), `expected the ARN of ${what}`);
const number = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const choice = z.enum(['yes', 'no']);

/** `ann@example.com,ops@example.com:critical`: who is written to, and from which severity on. */
const mailboxes = z.string().transform((text, { addIssue }) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, address = '', severity] = /^([^\s:,@]+@[^\s:,@]+)(?::(\w+))?$/.exec(part) ?? [];
      const from = SEVERITIES.find((known) => known === severity);
      if (address === '' || (severity !== undefined && from === undefined))
        addIssue(`${part}: expected ADDRESS or ADDRESS:SEVERITY, such as ann@example.com:high`);
      return { address, from };
    }),
);

/** `--param NAME=VALUE`; serverless.yml says what each is for, and gives the defaults. */
const Parameters = z
  .object({
    mode: z.enum(MODES),
    bucket,
    prefix: z.string().regex(/^[^*?]*$/, 'expected the beginning of keys, without * or ?'),
    topic: arn('sns', 'an SNS topic'),
    subscribe: choice,
    kmsKeyArn: arn('kms', 'a KMS key'),
    trailArn: arn('cloudtrail', 'a trail'),
    accessLogs: bucket,
    emails: mailboxes,
    operationsEmails: mailboxes,
    slack: z.enum(['none', 'webhook', 'bot']),
    slackSecret: z
      .string()
      .regex(
        /^\/[\w./-]+$|^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+/,
        'expected the name of an SSM parameter, such as /gatetrail/live/slack, or the ARN of a secret',
      ),
    retentionDays: z.coerce
      .number()
      .refine((days) => RETENTION.includes(days), `expected one of ${RETENTION.join(', ')}`),
    concurrency: number(2, 1000),
    lambdaMemory: number(256, 10_240),
    reserve: choice,
  })
  .refine(({ mode, bucket: name }) => (mode === 'new') === (name === ''), {
    path: ['bucket'],
    message: 'expected the bucket that holds the logs; none for mode=new, which makes one',
  })
  .refine(({ mode, topic }) => (mode === 'topic') === (topic !== ''), {
    path: ['topic'],
    message: 'expected the ARN of the topic for mode=topic, and none for another mode',
  });

type Parameters = z.infer<typeof Parameters>;
interface Framework {
  /** The value of `param:mode`, say; throws when there is none. */
  resolveVariable(variable: string): Promise<unknown>;
}

/** What serverless.yml and infra/*.yml read as `${self:custom.gatetrail.…}`. Throws `usage` naming the parameter. */
export async function checked(framework: Framework): Promise<Record<string, Value>> {
  const given = await parametersOf(framework);
  return {
    retentionDays: given.retentionDays,
    concurrency: given.concurrency,
    lambdaMemory: given.lambdaMemory,
    calibrateConcurrency: given.reserve === 'yes' ? 1 : NONE,
    ...logParts(given),
    ...trailParts(given),
    ...slackParts(given),
    accessLogs: given.accessLogs === '' ? 'none' : 'bucket',
    accessLogBucket: given.accessLogs,
    accessLogBucketArn: bucketArn(given.accessLogs),
  };
}

function logParts({ mode, bucket: name, prefix, topic, subscribe, kmsKeyArn }: Parameters): Record<string, Value> {
  const isSubscribed = mode === 'topic' && subscribe === 'yes';
  const logBucket: Value = mode === 'new' ? { Ref: 'LogBucket' } : name;
  const logBucketArn: Value = mode === 'new' ? { 'Fn::GetAtt': ['LogBucket', 'Arn'] } : bucketArn(name);
  return {
    mode,
    logBucket,
    logBucketArn,
    logPrefix: prefix === '' ? NONE : prefix,
    logObjectsArn: { 'Fn::Join': ['', [logBucketArn, `/${prefix}*`]] },
    logKeyStatement: kmsKeyArn === '' ? NONE : decrypts(kmsKeyArn),
    topic,
    topicRegion: topic.split(':')[3] ?? '',
    subscription: isSubscribed ? 'subscribed' : 'alone',
    // Whose word brings the files, for `watch` to ask whether it still does: a bucket's, or a topic's.
    notifyingBucket: mode === 'topic' ? NONE : logBucket,
    wayInStatement: mode === 'topic' ? NONE : allow('s3:GetBucketNotification', logBucketArn),
    subscriptionArn: isSubscribed ? { Ref: 'LogFilesSubscription' } : NONE,
    subscriptionStatement: isSubscribed ? allow('sns:GetSubscriptionAttributes', topic) : NONE,
  };
}

function trailParts({ mode, trailArn: given }: Parameters): Record<string, Value> {
  const trailArn: Value = mode === 'new' ? { 'Fn::GetAtt': ['Trail', 'Arn'] } : given || NONE;
  return { trailArn, trailStatement: trailArn === NONE ? NONE : allow('cloudtrail:GetTrailStatus', trailArn) };
}

function slackParts({ slack, slackSecret }: Parameters): Record<string, Value> {
  return {
    notify: slack === 'none' ? 'none' : 'notify',
    respond: slack === 'bot' ? 'respond' : 'no-buttons',
    slackSecret,
    slackStatements: slackStatements(slackSecret),
    slackPut: slackSecret.startsWith('arn:')
      ? `aws secretsmanager put-secret-value --secret-id ${slackSecret} --secret-string`
      : `aws ssm put-parameter --type SecureString --overwrite --name ${slackSecret} --value`,
  };
}

/** The e-mail subscriptions of both topics, as a part of the template. */
export async function subscriptions(framework: Framework): Promise<Value> {
  const { emails, operationsEmails } = await parametersOf(framework);
  const operations = operationsEmails.length > 0 ? operationsEmails : emails;
  const resources = [
    ...emails.map(({ address, from }, nth) => [
      `AlertsMail${nth + 1}`,
      subscription('AlertsTopic', address, from === undefined ? {} : { FilterPolicy: atLeast(from) }),
    ]),
    ...operations.map(({ address }, nth) => [`OperationsMail${nth + 1}`, subscription('OperationsTopic', address, {})]),
  ];
  return resources.length === 0 ? {} : { Resources: Object.fromEntries(resources) as Record<string, Value> };
}

async function parametersOf({ resolveVariable }: Framework): Promise<Parameters> {
  const names = Object.keys(Parameters.shape);
  const values = await Promise.all(names.map(async (name) => [name, await resolveVariable(`param:${name}`)]));
  const result = Parameters.safeParse(Object.fromEntries(values));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const error = new GatetrailError('usage', `--param ${issue?.path.join('.')}: ${issue?.message}`);
  // The framework shows the stack where there is one: of a mistake in a command nobody wants it.
  error.stack = error.message;
  throw error;
}
