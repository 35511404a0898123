import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checked, subscriptions } from '../../infra/parameters.ts';
import { ROOT } from './package.ts';

/** The defaults as serverless.yml has them. */
const DEFAULTS: Readonly<Record<string, string>> = {
  mode: 'new',
  bucket: '',
  prefix: '',
  topic: '',
  subscribe: 'yes',
  kmsKeyArn: '',
  trailArn: '',
  accessLogs: '',
  emails: '',
  operationsEmails: '',
  slack: 'none',
  slackSecret: '/gatetrail/live/slack',
  retentionDays: '30',
  concurrency: '10',
  lambdaMemory: '512',
  reserve: 'yes',
};

function framework(given: Readonly<Record<string, string>>): Parameters<typeof checked>[0] {
  return {
    resolveVariable: async (variable) => ({ ...DEFAULTS, ...given })[variable.replace('param:', '')],
  };
}

describe('the parameters', () => {
  it('are those of serverless.yml', () => {
    const [, block = ''] =
      /\nparams:\n {2}default:\n([\s\S]*?)\n\n/.exec(readFileSync(join(ROOT, 'serverless.yml'), 'utf8')) ?? [];
    const names = [...block.matchAll(/^ {4}(\w+): /gm)].map(([, name]) => name);
    expect(names).toEqual(Object.keys(DEFAULTS));
  });
  it('are fine by default', async () => {
    expect(await checked(framework({}))).toMatchObject({
      mode: 'new',
      retentionDays: 30,
      notify: 'none',
      accessLogs: 'none',
    });
    expect(await subscriptions(framework({}))).toEqual({});
  });
  it.each<[string, Record<string, string>]>([
    ['mode', { mode: 'bukcet' }],
    ['bucket', { mode: 'bucket' }],
    ['bucket', { bucket: 'my-logs' }],
    ['bucket', { mode: 'bucket', bucket: 'My_Logs' }],
    ['topic', { mode: 'topic', bucket: 'my-logs' }],
    ['topic', { mode: 'topic', bucket: 'my-logs', topic: 'my-topic' }],
    ['topic', { mode: 'bucket', bucket: 'my-logs', topic: 'arn:aws:sns:us-east-1:111122223333:logs' }],
    ['prefix', { mode: 'bucket', bucket: 'my-logs', prefix: 'AWSLogs/*' }],
    ['kmsKeyArn', { kmsKeyArn: 'alias/logs' }],
    ['emails', { emails: 'ann' }],
    ['emails', { emails: 'ann@example.com:loud' }],
    ['slack', { slack: 'yes' }],
    ['slackSecret', { slackSecret: 'xoxb-1' }],
    ['retentionDays', { retentionDays: '31' }],
    ['concurrency', { concurrency: '1' }],
    ['lambdaMemory', { lambdaMemory: '64' }],
    ['reserve', { reserve: 'maybe' }],
  ])('are refused with the name of %s: %j', async (name, given) => {
    await expect(checked(framework(given))).rejects.toThrow(`--param ${name}: `);
  });
  it('read the Slack secret by what it is', async () => {
    const secret = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:slack-AbCdEf';
    expect((await checked(framework({ slackSecret: secret })))['slackStatements']).toEqual([
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secret },
    ]);
    expect(JSON.stringify((await checked(framework({})))['slackStatements'])).toContain('ssm:GetParameter');
  });
});
