import { CelEngine, TemplateFile } from '@aws/cloudformation-validate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modes } from './modes.ts';
import { ofType, type Packaged, packageService, removeFolder, type Template, temporaryFolder } from './package.ts';
import { VARIANTS } from './variants.ts';

const folder = temporaryFolder();
const packaged = new Map<string, Packaged>();

beforeAll(async () => {
  const waiting = Object.entries(VARIANTS);
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      packaged.set(next[0], await packageService(folder, next[1]));
  };
  await Promise.all([work(), work()]);
}, 120_000);
afterAll(() => removeFolder(folder));

function template(variant: string): Template {
  const found = packaged.get(variant);
  if (found === undefined) throw new Error(`${variant} was not packaged`);
  return found.template;
}

/** Every string of a value, keys left out. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe.each(Object.keys(VARIANTS))('packaged for %s', (variant) => {
  it('is a template without errors', () => {
    const engine = new CelEngine();
    try {
      const report = engine.validateStandard(new TemplateFile(packaged.get(variant)?.file ?? ''));
      expect(report.status).toBe('OK');
      expect(report.diagnostics.length).toBeGreaterThan(0);
      expect(report.diagnostics.filter(({ severity }) => severity === 'ERROR' || severity === 'FATAL')).toEqual([]);
    } finally {
      engine.free();
    }
  });
  it('gives each function a role, a log group and the runtime', () => {
    const { Resources } = template(variant);
    const functions = ofType(template(variant), 'AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThanOrEqual(4);
    const roles = functions.map(([, { Properties }]) => Properties.Role['Fn::GetAtt'][0]);
    expect(new Set(roles).size).toBe(functions.length);
    for (const [id, { Properties }] of functions) {
      expect(Resources[Properties.Role['Fn::GetAtt'][0]]?.Type).toBe('AWS::IAM::Role');
      const logs = Resources[id.replace('LambdaFunction', 'LogGroup')];
      expect(logs?.Properties.RetentionInDays).toBe(variant === 'bucket-eventbridge' ? 90 : 30);
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME).toBe(Properties.FunctionName);
    }
    const forLambda = ofType(template(variant), 'AWS::IAM::Role').filter(
      ([, { Properties }]) =>
        Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service === 'lambda.amazonaws.com',
    );
    expect(forLambda).toHaveLength(functions.length);
  });
  it('watches each function for errors and throttles', () => {
    const alarms = ofType(template(variant), 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    for (const [id] of ofType(template(variant), 'AWS::Lambda::Function'))
      for (const MetricName of ['Errors', 'Throttles']) {
        const own = alarms.filter((alarm) => alarm.MetricName === MetricName && alarm.Dimensions[0].Value.Ref === id);
        expect(own, `${id} ${MetricName}`).toHaveLength(1);
      }
    for (const alarm of alarms) expect(alarm.AlarmActions).toEqual([{ Ref: 'OperationsTopic' }]);
  });
  it('gives each queue dead letters that are watched, hides a message long enough, and lets only its source in', () => {
    const { Resources } = template(variant);
    const queues = ofType(template(variant), 'AWS::SQS::Queue').filter(
      ([, { Properties }]) => Properties.RedrivePolicy,
    );
    expect(queues.map(([id]) => id)).toEqual(['IngestQueue', 'AccessLogsQueue', 'NotifyQueue']);
    const alarmed = ofType(template(variant), 'AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
      JSON.stringify([Properties.MetricName, Properties.Dimensions?.[0].Value]),
    );
    for (const [id, { Properties }] of queues) {
      const dead = Properties.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0];
      expect(Properties.RedrivePolicy.maxReceiveCount).toBe(id === 'NotifyQueue' ? 5 : 6);
      expect(Resources[dead]?.Properties.RedriveAllowPolicy.redrivePermission).toBe('byQueue');
      expect(JSON.stringify(Resources[dead]?.Properties.RedriveAllowPolicy)).toContain(`:${Properties.QueueName}"`);
      for (const [name, metric] of [
        [dead, 'ApproximateNumberOfMessagesVisible'],
        [id, 'ApproximateAgeOfOldestMessage'],
      ])
        expect(alarmed).toContain(JSON.stringify([metric, { 'Fn::GetAtt': [name, 'QueueName'] }]));
      expect([Properties.SqsManagedSseEnabled, Resources[dead]?.Properties.SqsManagedSseEnabled]).toEqual([true, true]);
    }
    for (const [, { Properties }] of ofType(template(variant), 'AWS::Lambda::EventSourceMapping')) {
      const { Timeout } = Resources[Properties.FunctionName['Fn::GetAtt'][0]]?.Properties ?? {};
      const { VisibilityTimeout } = Resources[Properties.EventSourceArn['Fn::GetAtt'][0]]?.Properties ?? {};
      expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout + (Properties.MaximumBatchingWindowInSeconds ?? 0));
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      expect(Properties.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
    }
  });
  it('lets nobody send to a queue without saying from where, and nothing unencrypted', () => {
    const policies = ofType(template(variant), 'AWS::SQS::QueuePolicy');
    expect(policies).toHaveLength(4);
    for (const [id, { Properties }] of policies) {
      const statements: { Effect: string; Principal: unknown; Condition: Record<string, Record<string, unknown>> }[] =
        Properties.PolicyDocument.Statement;
      const denied = statements.filter(({ Effect }) => Effect === 'Deny');
      expect(
        denied.map(({ Condition }) => Condition),
        id,
      ).toEqual([{ Bool: { 'aws:SecureTransport': 'false' } }]);
      for (const { Principal, Condition } of statements.filter(({ Effect }) => Effect === 'Allow')) {
        expect(Object.keys(Principal as object)).toEqual(['Service']);
        expect(Condition['ArnEquals']?.['aws:SourceArn'], id).toBeDefined();
      }
    }
  });
  it('keeps the table: encrypted at rest by default, restorable, not to be deleted', () => {
    const [[, table] = []] = ofType(template(variant), 'AWS::DynamoDB::Table');
    expect(table?.DeletionPolicy).toBe('Retain');
    expect(table?.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    });
  });
  it('encrypts the topics', () => {
    const topics = ofType(template(variant), 'AWS::SNS::Topic').map(([id, { Properties }]) => [
      id,
      Properties.KmsMasterKeyId,
    ]);
    expect(topics).toEqual([
      ['AlertsTopic', 'alias/aws/sns'],
      ['OperationsTopic', { Ref: 'OperationsKey' }],
    ]);
  });
  it('draws a dashboard of what is there', () => {
    const [[, dashboard] = []] = ofType(template(variant), 'AWS::CloudWatch::Dashboard');
    const body: string = dashboard?.Properties.DashboardBody['Fn::Sub'];
    const named = [...body.matchAll(/\$\{(\w+)[.}]/g)].map(([, name = '']) => name).filter((name) => name !== 'AWS');
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(template(variant).Resources).toHaveProperty(name);
    expect(JSON.parse(body.replace(/\$\{[^}]+\}/g, 'x')).widgets.length).toBeGreaterThan(8);
  });
  it('has no secret, and no variable that nobody resolved', () => {
    const texts = textsOf(template(variant));
    expect(texts.filter((text) => /\$\{(self|param|sls|opt|file|env):/.test(text))).toEqual([]);
    expect(texts.filter((text) => /xox[bp]-\w|hooks\.slack\.com|AKIA[A-Z0-9]{12}|-----BEGIN/.test(text))).toEqual([]);
  });
  it('says what to do next, within what an output can hold', () => {
    const outputs = Object.entries(template(variant).Outputs);
    expect(outputs.map(([name]) => name)).toEqual(expect.arrayContaining(['Next1Mail', 'Look', 'Remove', 'TableName']));
    for (const [name, { Value }] of outputs) expect(JSON.stringify(Value).length, name).toBeLessThan(3500);
  });
});

describe('the modes', () => modes(template));
