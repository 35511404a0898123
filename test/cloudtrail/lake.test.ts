import { describe, expect, it } from 'vitest';
import { recordOfRow } from '../../shared/cloudtrail/lake.ts';
import { parseStruct } from '../../shared/cloudtrail/struct.ts';
import { collect } from './collect.ts';

const identity =
  '{type=AssumedRole, principalid=AROAEXAMPLE:session, arn=arn:aws:sts::111111111111:assumed-role/Deploy/session, ' +
  'accountid=111111111111, invokedby=null, accesskeyid=ASIAEXAMPLE, username=null, ' +
  'sessioncontext={attributes={mfaauthenticated=false, creationdate=2026-11-22T13:00:00Z}, ' +
  'sessionissuer={type=Role, principalid=AROAEXAMPLE, arn=arn:aws:iam::111111111111:role/Deploy, username=Deploy}}}';

describe('Lake and Athena rows', () => {
  it('gives columns and struct fields the spelling of CloudTrail', () => {
    const row = {
      eventversion: '1.11',
      useridentity: identity,
      eventtime: '2026-11-22 13:05:00.000',
      eventsource: 'iam.amazonaws.com',
      eventname: 'CreateUser',
      sourceipaddress: '192.0.2.1',
      errorcode: 'null',
      requestparameters: '{userName=Bob, tags=[{"key":"team"}], pathPrefix=/a/}',
      responseelements: null,
      resources: '[{accountid=111111111111, type=AWS::IAM::User}]',
      my_column: 'x',
    };
    expect(collect(JSON.stringify([row]))).toMatchObject({ reading: { format: 'lake', records: 1, problems: [] } });
    expect(recordOfRow(row)).toEqual({
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE:session',
        arn: 'arn:aws:sts::111111111111:assumed-role/Deploy/session',
        accountId: '111111111111',
        invokedBy: null,
        accessKeyId: 'ASIAEXAMPLE',
        userName: null,
        sessionContext: {
          attributes: { mfaAuthenticated: 'false', creationDate: '2026-11-22T13:00:00Z' },
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROAEXAMPLE',
            arn: 'arn:aws:iam::111111111111:role/Deploy',
            userName: 'Deploy',
          },
        },
      },
      eventTime: '2026-11-22 13:05:00.000',
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateUser',
      sourceIPAddress: '192.0.2.1',
      errorCode: null,
      requestParameters: { userName: 'Bob', tags: [{ key: 'team' }], pathPrefix: '/a/' },
      responseElements: null,
      resources: [{ accountId: '111111111111', type: 'AWS::IAM::User' }],
      my_column: 'x',
    });
  });

  it('knows a row with columns as CloudTrail spells them by its struct texts', () => {
    const [raw] = collect(
      JSON.stringify({ eventID: '1', eventName: 'x', eventSource: 'y', userIdentity: identity }),
    ).records;
    expect(raw).toMatchObject({
      eventName: 'x',
      userIdentity: { sessionContext: { sessionIssuer: { userName: 'Deploy' } } },
    });
  });

  it('takes an identity that is hidden for a record, not for a row', () => {
    const text = '{"Records":[{"eventID":"1","eventName":"x","userIdentity":"HIDDEN_DUE_TO_SECURITY_REASONS"}]}';
    expect(collect(text)).toMatchObject({
      reading: { format: 'cloudtrail' },
      records: [{ userIdentity: 'HIDDEN_DUE_TO_SECURITY_REASONS' }],
    });
  });

  it('leaves a struct it cannot parse a text', () => {
    expect(recordOfRow({ eventname: 'x', useridentity: '{type=IAMUser' }).userIdentity).toBe('{type=IAMUser');
  });
});

describe('parseStruct', () => {
  it.each<[string, unknown]>([
    ['{a=1}', { a: '1' }],
    ['{a=x, y, b=2}', { a: 'x, y', b: '2' }],
    ['{a=k=v, b=}', { a: 'k=v', b: '' }],
    ['{a=[x, y], b=[]}', { a: ['x', 'y'], b: [] }],
    ['{a={"k":"}, x=1"}, b=2}', { a: { k: '}, x=1' }, b: '2' }],
    ['{policyDocument={"Statement":[]}, b=2}', { policyDocument: '{"Statement":[]}', b: '2' }],
    ['{__proto__=1}', Object.fromEntries([['__proto__', '1']])],
    ['{}', {}],
    ['{"a":1}', { a: 1 }],
    ['plain', undefined],
    ['{', undefined],
    ['{a=1} x', undefined],
    ['{a=x}y, b=1}', undefined],
    ['{no key}', undefined],
    ['{a={"k":1, b=2}', undefined],
    [`${'{a='.repeat(50_000)}1${'}'.repeat(50_000)}`, undefined],
    [`{a=${', '.repeat(20_000)}`, undefined],
  ])('%.40s', (text, value) => {
    expect(parseStruct(text)).toEqual(value);
  });
});
