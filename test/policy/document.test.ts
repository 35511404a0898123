import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../shared/policy/index.ts';
import { OPEN, policyOf, statements } from './documents.ts';

const document = { Version: '2012-10-17', Statement: [OPEN] };
const text = JSON.stringify(document);
const escaped = (plain: string) => JSON.stringify(plain).slice(1, -1);

describe('parsePolicy', () => {
  it('brings a statement into one shape', () => {
    const policy = parsePolicy({
      Statement: {
        Sid: 'Office',
        Effect: 'Allow',
        Principal: { AWS: '111111111111', Service: ['lambda.amazonaws.com'] },
        Action: 's3:GetObject',
        Resource: ['arn:aws:s3:::logs/*'],
        Condition: { IpAddress: { 'AWS:SourceIp': '192.0.2.0/24' }, Bool: { 'aws:SecureTransport': true } },
      },
    });
    expect(policy).toEqual({
      statements: [
        {
          sid: 'Office',
          effect: 'Allow',
          principals: [
            { type: 'AWS', value: '111111111111' },
            { type: 'Service', value: 'lambda.amazonaws.com' },
          ],
          notPrincipals: [],
          actions: ['s3:GetObject'],
          notActions: [],
          resources: ['arn:aws:s3:::logs/*'],
          notResources: [],
          conditions: [
            { operator: 'IpAddress', key: 'aws:sourceip', values: ['192.0.2.0/24'] },
            { operator: 'Bool', key: 'aws:securetransport', values: ['true'] },
          ],
        },
      ],
    });
  });

  it('reads element names in any case, also when one is written twice', () => {
    const policy = parsePolicy({
      statement: [{ effect: 'Allow', PRINCIPAL: { aws: '*' }, Action: 's3:Get*', action: 's3:Put*', resource: '*' }],
    });
    expect(policy?.statements[0]).toMatchObject({
      effect: 'Allow',
      principals: [{ type: 'AWS', value: '*' }],
      actions: ['s3:Get*', 's3:Put*'],
      resources: ['*'],
    });
  });

  it('reads the Not elements', () => {
    const [statement] = policyOf({
      Effect: 'Deny',
      NotPrincipal: { AWS: 'arn:aws:iam::111111111111:root' },
      NotAction: 'iam:*',
      NotResource: 'arn:aws:s3:::logs',
    }).statements;
    expect(statement).toMatchObject({
      effect: 'Deny',
      notPrincipals: [{ type: 'AWS', value: 'arn:aws:iam::111111111111:root' }],
      notActions: ['iam:*'],
      notResources: ['arn:aws:s3:::logs'],
    });
  });

  it.each([
    ['*', { type: '*', value: '*' }],
    ['111111111111', { type: 'AWS', value: '111111111111' }],
    ['arn:aws:iam::111111111111:role/a.b', { type: 'AWS', value: 'arn:aws:iam::111111111111:role/a.b' }],
    ['apigateway.amazonaws.com', { type: 'Service', value: 'apigateway.amazonaws.com' }],
  ])('reads the bare principal %s', (principal, expected) => {
    expect(policyOf({ ...OPEN, Principal: principal }).statements[0]?.principals).toEqual([expected]);
  });

  it('takes a bare statement, as Lambda answers it, for a policy of one', () => {
    const answer = JSON.stringify({ ...OPEN, Sid: 'x', Action: 'lambda:InvokeFunction' });
    expect(parsePolicy(answer)?.statements).toHaveLength(1);
  });

  it('keeps the statements it can read and leaves out the rest', () => {
    const policy = parsePolicy({ Statement: [null, 7, 'x', { Effect: 'Maybe', Action: '*' }, [OPEN], OPEN] });
    expect(policy?.statements).toHaveLength(1);
  });

  it('ignores values of a shape no policy has', () => {
    const policy = policyOf({
      Effect: 'Allow',
      Principal: { AWS: [null, {}, '*'], Wizard: 'x' },
      Action: [{}, 's3:Get*', ['s3:Put*']],
      Resource: { Ref: 'Bucket' },
      Condition: { StringEquals: null, Bool: { 'aws:SecureTransport': [null, false] }, x: 'y' },
    });
    expect(policy.statements[0]).toEqual({
      effect: 'Allow',
      principals: [{ type: 'AWS', value: '*' }],
      notPrincipals: [],
      actions: ['s3:Get*'],
      notActions: [],
      resources: [],
      notResources: [],
      conditions: [{ operator: 'Bool', key: 'aws:securetransport', values: ['false'] }],
    });
  });

  it('takes names such as __proto__ for what they are: names', () => {
    const hostile = '{"Statement":[{"Effect":"Allow","__proto__":{"Action":"*"},"Condition":{"__proto__":{"a":"b"}}}]}';
    const [statement] = parsePolicy(hostile)?.statements ?? [];
    expect(statement?.actions).toEqual([]);
    expect(statement?.conditions).toEqual([{ operator: '__proto__', key: 'a', values: ['b'] }]);
    expect(({} as Record<string, unknown>)['Action']).toBeUndefined();
  });

  it.each([
    ['JSON text', text],
    ['indented text', JSON.stringify(document, null, 2)],
    ['padded text', `\n\t ${text}${' '.repeat(130_000)}`],
    ['text with a byte order mark', `\uFEFF${text}`],
    ['URL-encoded text', encodeURIComponent(text)],
    ['form-encoded text', encodeURIComponent(JSON.stringify(document, null, 1)).replaceAll('%20', '+')],
    ['a JSON string of JSON', JSON.stringify(text)],
    ['escaped text', escaped(text)],
    ['twice escaped text', escaped(escaped(text))],
    ['escaped text that kept its line breaks', escaped(text).replaceAll(',', ',\n  ')],
    ['URL-encoded escaped text', encodeURIComponent(escaped(text))],
  ])('reads %s', (_, written) => {
    expect(parsePolicy(written)).toEqual(parsePolicy(document));
    expect(parsePolicy(written)?.statements).toHaveLength(1);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['empty text', ''],
    ['a number', 7],
    ['a list', [OPEN]],
    ['an object without statements', { Version: '2012-10-17' }],
    ['a text as statement', { Statement: 'x' }],
    ['truncated text', text.slice(0, -5)],
    ['a broken escape', `%7B%22%`],
    ['CloudTrail\u2019s omission', { omitted: true, originalSize: 1, reason: 'requestParameters too large' }],
  ])('finds no policy in %s', (_, input) => {
    expect(parsePolicy(input)).toBeUndefined();
  });

  it('finds a policy without statements in an empty list', () => {
    expect(parsePolicy({ Statement: [] })).toEqual({ statements: [] });
  });

  it('does not look at more than 256 KiB', () => {
    const pad = (size: number) => text + ' '.repeat(size - text.length);
    expect(parsePolicy(pad(256 * 1024))).toBeDefined();
    expect(parsePolicy(pad(256 * 1024 + 1))).toBeUndefined();
    expect(parsePolicy({ Statement: [{ ...OPEN, Sid: 'x'.repeat(256 * 1024) }] })).toBeUndefined();
  });

  it('survives deep nesting, cycles and values without a JSON form', () => {
    const cycle: Record<string, unknown> = { Statement: [OPEN] };
    cycle['self'] = cycle;
    expect(parsePolicy(cycle)).toBeUndefined();
    expect(parsePolicy({ Statement: [{ ...OPEN, Sid: 1n }] })).toBeUndefined();
    expect(parsePolicy('['.repeat(200_000))).toBeUndefined();
    expect(parsePolicy(`{"Statement":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toEqual({ statements: [] });
  });
});

describe('laws of parsePolicy', () => {
  it('never throws, whatever the JSON value', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => void parsePolicy(value)));
  });

  it('never throws, whatever the text', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((tail) => `%7B${tail}`),
      fc.string().map((tail) => `{\\"${tail}`),
      fc.jsonValue().map((value) => escaped(JSON.stringify(value))),
    );
    fc.assert(fc.property(texts, (value) => void parsePolicy(value)));
  });

  it('never throws for the elements of a statement either', () => {
    const names = fc.constantFrom('Effect', 'Principal', 'NotPrincipal', 'Action', 'Resource', 'Condition', 'Sid');
    const statement = fc
      .dictionary(names, fc.jsonValue({ maxDepth: 4 }))
      .map((fields) => ({ Effect: 'Allow', ...fields }));
    fc.assert(fc.property(statement, (value) => void parsePolicy({ Statement: value })));
  });

  it('gives the same policy however it is encoded', () => {
    fc.assert(
      fc.property(statements, (list) => {
        const value = { Version: '2012-10-17', Statement: list };
        const plain = JSON.stringify(value);
        const expected = parsePolicy(value);
        expect(expected?.statements).toHaveLength(list.length);
        for (const written of [plain, encodeURIComponent(plain), JSON.stringify(plain), escaped(plain)]) {
          expect(parsePolicy(written)).toEqual(expected);
        }
      }),
    );
  });

  it('gives the same answer for any JSON object however it is encoded', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (fields, inner) => {
        const value = { ...fields, Statement: inner };
        const plain = JSON.stringify(value);
        const expected = parsePolicy(JSON.parse(plain));
        for (const written of [plain, encodeURIComponent(plain), JSON.stringify(plain), escaped(plain)]) {
          expect(parsePolicy(written)).toEqual(expected);
        }
      }),
    );
  });
});
