import { expect, it } from 'vitest';
import { texts } from '../../../shared/cloudtrail/field.ts';
import { compareVersions } from '../../../shared/cloudtrail/record.ts';
import { ACCOUNT, iamUser, record } from '../../../shared/detections/example.ts';
import { parsePolicy, publicStatements } from '../../../shared/policy/index.ts';
import { processed, stopped, told, understood } from '../processed.ts';

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const denied = (code: string, message?: string) => ({ error: message === undefined ? { code } : { code, message } });
const signIn = (MFAUsed: string, result: string, also = {}) =>
  told(
    { response: { ConsoleLogin: result }, also: { additionalEventData: { MFAUsed }, ...also }, by: iamUser('bob') },
    'signin',
    'ConsoleLogin',
  );

/** Quirks of what a record says of the call. */
export function whatHappened(): void {
  it('quirk 9: an empty errorCode is success; denials by any of their names', () => {
    expect(told(denied('')).outcome).toBe('success');
    for (const code of [
      'AccessDenied',
      'AccessDeniedException',
      'UnauthorizedException',
      'UnauthorizedOperation',
      'Client.UnauthorizedOperation',
      'NotAuthorizedException',
    ])
      expect(told(denied(code)).outcome, code).toBe('denied');
    for (const code of ['ThrottlingException', 'Client.InvalidParameterValue', 'NoSuchEntity', '500'])
      expect(told(denied(code)).outcome, code).toBe('failed');
  });

  it('quirk 10: a denied call has no parameters; its message tells action and resource', async () => {
    const message =
      'User: arn:aws:iam::111111111111:user/x is not authorized to perform: cloudtrail:StopLogging on resource: arn:aws:cloudtrail:eu-central-1:111111111111:trail/org-trail with an explicit deny';
    const raw = record('cloudtrail', 'StopLogging', {
      ...denied('AccessDenied', message),
      also: { eventID: 'event-1' },
    });
    expect(raw.requestParameters).toBeNull();
    expect(understood(raw).attempt).toEqual({
      action: 'cloudtrail:StopLogging',
      resource: 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/org-trail',
    });
    const { findings } = await processed([raw]);
    expect(findings.find(({ rule }) => rule === 'ct-stopped-deleted')).toMatchObject({
      severity: 'high',
      target: 'org-trail',
    });
    expect(told(denied('AccessDenied', 'Access Denied')).attempt).toBeUndefined();
  });

  it('quirk 11: a failed sign-in has no errorCode; MFAUsed in any case; names typed wrong are hidden', () => {
    expect(signIn('No', 'Failure', { errorMessage: 'Failed authentication' }).error).toEqual({
      code: 'Failure',
      message: 'Failed authentication',
    });
    expect(signIn('No', 'Success').outcome).toBe('success');
    expect(['Yes', 'YES', 'No'].map((used) => signIn(used, 'Success').mfa)).toEqual([true, true, false]);
    const hidden = told({ by: { type: 'IAMUser', accountId: ACCOUNT, userName: HIDDEN } }).principal;
    expect(hidden).toMatchObject({ name: 'unknown', class: 'unknown' });
    expect(JSON.stringify(hidden)).not.toContain('HIDDEN');
  });

  it('quirk 12: HIDDEN_DUE_TO_SECURITY_REASONS in place of an object', () => {
    const event = told({ params: { parameters: HIDDEN, documentName: 'x' }, response: HIDDEN }, 'ssm', 'SendCommand');
    expect(event.params).toMatchObject({ parameters: HIDDEN, documentName: 'x' });
    expect(event.response).toEqual({});
    expect(told({ params: 'HIDDEN_FOR_SECURITY_REASONS' }).params).toEqual({});
  });

  it('quirk 13: a request too large to be recorded says so, and is told', async () => {
    const params = { omitted: true, originalSize: 118272, reason: 'requestParameters too large' };
    expect(told({ params }).omitted).toBe(true);
    expect(told({ params: { userName: 'x' } }).omitted).toBe(false);
    const { findings } = await processed([record('iam', 'PutUserPolicy', { params, also: { eventID: 'event-1' } })]);
    expect(findings.map(({ rule }) => rule)).toContain('ct-params-omitted');
  });

  it('quirk 14: parameters, response and additional fields may be null, an object or a JSON text', () => {
    const texts = told({
      params: '{"userName":"kim"}',
      response: '{"user":{"userName":"kim"}}',
      also: { additionalEventData: '{"MFAUsed":"No"}' },
    });
    expect([texts.params, texts.response, texts.additional]).toMatchObject([
      { userName: 'kim' },
      { user: { userName: 'kim' } },
      { MFAUsed: 'No' },
    ]);
    for (const odd of [null, undefined, 'text', '{broken', 7, ['a'], true]) {
      const event = told({ params: odd, response: odd, also: { additionalEventData: odd } });
      expect([event.params, event.response, event.additional]).toEqual([{}, {}, {}]);
    }
    const also = { responseElements: '{"ConsoleLogin":"Failure"}' };
    expect(signIn('No', '', also).outcome).toBe('failed');
  });

  it('quirk 15: versions are numbers, not texts', () => {
    expect(['1.10', '1.9', '1.0', '1.11', '1.08', '1.03'].sort(compareVersions)).toEqual([
      '1.0',
      '1.03',
      '1.08',
      '1.9',
      '1.10',
      '1.11',
    ]);
    expect(compareVersions('1.08', '1.8')).toBe(0);
    expect(compareVersions('', '1.0')).toBeLessThan(0);
  });

  it('quirk 16: old records lack category, managementEvent and readOnly', async () => {
    const bare = { eventCategory: undefined, managementEvent: undefined, readOnly: undefined, eventVersion: '1.03' };
    const { findings, tally } = await processed([stopped('event-1', bare)]);
    expect(findings.map(({ rule }) => rule)).toContain('ct-stopped-deleted');
    expect(tally.records).toMatchObject({ in: 1, events: 1 });
    const readOnly = (name: string, value?: unknown) => told({ also: { readOnly: value } }, 'iam', name).readOnly;
    expect([
      readOnly('ListUsers'),
      readOnly('CreateUser'),
      readOnly('ListUsers', 'false'),
      readOnly('CreateUser', 'true'),
    ]).toEqual([true, false, false, true]);
  });

  it('quirk 26: STS hands out tokens in clear: they are never seen, the key id stays', () => {
    const credentials = {
      accessKeyId: 'ASIAEXAMPLEEXAMPLE09',
      sessionToken: 'IQoJb3JpZ2lu',
      secretAccessKey: 's3cr3t',
      expiration: 'x',
    };
    const event = told({ response: { credentials } }, 'sts', 'AssumeRole');
    expect(event.response).toMatchObject({ credentials: { accessKeyId: 'ASIAEXAMPLEEXAMPLE09', expiration: 'x' } });
    expect(JSON.stringify([event.response, told({ response: JSON.stringify({ credentials }) }).response])).not.toMatch(
      /IQoJ|s3cr3t/,
    );
  });

  it('quirk 27: Cognito’s hosted UI keeps its parameters elsewhere, each a list', () => {
    const event = told(
      {
        also: {
          requestParameters: undefined,
          errorCode: '',
          additionalEventData: { requestParameters: { client_id: ['c1'], scope: ['a b'] } },
        },
      },
      'cognito-idp',
      'Login_GET',
    );
    expect(texts(event.params, 'client_id')).toEqual(['c1']);
    expect(event.outcome).toBe('success');
  });

  it('quirk 28: global services log in us-east-1: the region is the log’s, not the actor’s', () => {
    const inVirginia = told({ region: 'us-east-1' });
    expect(inVirginia.region).toBe('us-east-1');
    expect(inVirginia.principal).toEqual(told({ region: 'eu-central-1' }).principal);
  });

  it('quirk 33: policies come as JSON text, URL-encoded or escaped twice', () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }],
    };
    const text = JSON.stringify(policy);
    for (const form of [policy, text, JSON.stringify(text), encodeURIComponent(text), text.replaceAll('"', '\\"')]) {
      const read = parsePolicy(told({ params: { policy: form } }).params['policy']);
      expect(read?.statements[0]).toMatchObject({
        effect: 'Allow',
        actions: ['execute-api:Invoke'],
        resources: ['execute-api:/*'],
      });
      expect(read === undefined ? [] : publicStatements(read)).toHaveLength(1);
    }
  });
}
