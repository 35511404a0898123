import { describe, expect, it } from 'vitest';
import { record } from '../../../shared/detections/example.ts';
import { created, matches } from './rules.ts';

/** One selection against one record. */
const CASES: readonly [what: string, selection: unknown, also: Record<string, unknown>, matches: boolean][] = [
  ['ignores case', { eventName: 'createuser' }, {}, true],
  ['compares the whole text', { eventName: 'Create' }, {}, false],
  ['joins fields of a map by and', { eventName: 'CreateUser', awsRegion: 'us-east-1' }, {}, false],
  ['joins values of a list by or', { eventName: ['DeleteUser', 'CreateUser'] }, {}, true],
  ['joins maps of a list by or', [{ awsRegion: 'us-east-1' }, { eventName: 'CreateUser' }], {}, true],
  ['joins maps of a list by or, none of which holds', [{ awsRegion: 'us-east-1' }, { eventName: 'X' }], {}, false],
  ['takes * for any text', { eventSource: 'iam.*.com' }, {}, true],
  ['takes ? for one character', { eventName: 'Create?ser' }, {}, true],
  ['takes ? for no less', { eventName: 'CreateUser?' }, {}, false],
  ['takes \\* for an asterisk', { x: 'a\\*c' }, { x: 'abc' }, false],
  ['takes \\* for an asterisk that is there', { x: 'a\\*c' }, { x: 'a*c' }, true],
  ['takes \\\\* for a backslash and any text', { x: 'a\\\\*' }, { x: 'a\\b' }, true],
  ['takes \\\\\\* for a backslash and an asterisk', { x: 'a\\\\\\*' }, { x: 'a\\*' }, true],
  ['takes a lone backslash for one', { x: 'a\\b' }, { x: 'a\\b' }, true],
  ['takes two backslashes for one', { x: 'a\\\\b' }, { x: 'a\\b' }, true],
  ['takes three backslashes for two', { x: 'a\\\\\\b' }, { x: 'a\\\\b' }, true],
  ['takes four backslashes for two', { x: 'a\\\\\\\\b' }, { x: 'a\\\\b' }, true],
  ['finds null where nothing is', { errorCode: null }, {}, true],
  ['finds null where null is', { x: null }, { x: null }, true],
  ['finds no null in an empty text', { x: null }, { x: '' }, false],
  ['tells empty from null', { x: '' }, { x: null }, false],
  ['finds an empty text', { x: '' }, { x: '' }, true],
  ['compares numbers with texts', { x: 443 }, { x: '443' }, true],
  ['compares texts with numbers', { x: '443' }, { x: 443 }, true],
  ['compares true with "true"', { x: true }, { x: 'true' }, true],
  ['compares "false" with false', { x: 'false' }, { x: false }, true],
  ['compares "False" with false', { x: 'False' }, { x: false }, true],
  ['goes down a path', { 'userIdentity.type': 'AssumedRole' }, {}, true],
  [
    'goes through lists',
    { 'a.items.b.items.c': '0.0.0.0/0' },
    { a: { items: [{ b: { items: [{ c: 'x' }, { c: '0.0.0.0/0' }] } }] } },
    true,
  ],
  ['needs one element of a list', { x: 'b' }, { x: ['a', 'b'] }, true],
  ['takes a key with dots by its name', { 'a.b': 'x' }, { 'a.b': 'x', a: { b: 'y' } }, true],
  ['takes a key with dots inside of a path', { 'a.b.c': 'x' }, { a: { 'b.c': 'x' } }, true],
  ['wants names as they are written', { eventname: 'CreateUser' }, {}, false],
  ['looks into the text of an object', { 'requestParameters|contains': '"userName":"svc' }, {}, true],
  [
    'looks at each text of an object',
    { 'x|contains|all': ['"Effect": "Allow"', '"Action": "*"'] },
    { x: { doc: '{"Effect": "Allow", "Action": "s3"}' } },
    true,
  ],
  ['is not misled by names of every object', { 'x.constructor|exists': true }, { x: {} }, false],
  ['contains', { 'eventName|contains': 'EUS' }, {}, true],
  ['startswith', { 'eventName|startswith': 'create' }, {}, true],
  ['startswith, at the start only', { 'eventName|startswith': 'user' }, {}, false],
  ['endswith', { 'eventName|endswith': 'USER' }, {}, true],
  ['endswith, at the end only', { 'eventName|endswith': 'create' }, {}, false],
  ['contains, with a wildcard inside', { 'eventName|contains': 'r*t?U' }, {}, true],
  ['contains all', { 'eventName|contains|all': ['create', 'user'] }, {}, true],
  ['contains all, but one', { 'eventName|contains|all': ['create', 'role'] }, {}, false],
  ['cased', { 'eventName|cased': 'createuser' }, {}, false],
  ['cased contains', { 'eventName|contains|cased': 'eUs' }, {}, true],
  ['exists', { 'userAgent|exists': true }, {}, true],
  ['exists, null included', { 'x|exists': true }, { x: null }, true],
  ['exists not', { 'errorCode|exists': false }, {}, true],
  ['lt', { 'x|lt': 5 }, { x: '4' }, true],
  ['lt, not the same', { 'x|lt': 5 }, { x: 5 }, false],
  ['lte', { 'x|lte': 5 }, { x: 5 }, true],
  ['gt', { 'x|gt': 5 }, { x: 5.5 }, true],
  ['gte', { 'x|gte': 5 }, { x: 5 }, true],
  ['gte of no number', { 'x|gte': 0 }, { x: 'many' }, false],
  ['gte of nothing', { 'x|gte': 0 }, { x: '' }, false],
  ['neq', { 'eventName|neq': 'DeleteUser' }, {}, true],
  ['neq, one of a list', { 'eventName|neq': ['DeleteUser', 'CreateUser'] }, {}, false],
  ['neq of what is not there', { 'errorCode|neq': 'AccessDenied' }, {}, true],
  ['cidr', { 'sourceIPAddress|cidr': ['192.0.2.0/24', '198.51.100.0/24'] }, {}, true],
  ['cidr, outside', { 'sourceIPAddress|cidr': '192.0.2.0/24' }, {}, false],
  ['cidr of a service', { 'sourceIPAddress|cidr': '0.0.0.0/0' }, { sourceIPAddress: 'ec2.amazonaws.com' }, false],
  ['cidr of version 6', { 'x|cidr': '2001:db8::/32' }, { x: '2001:DB8:1::5' }, true],
  ['re, anywhere', { 'eventName|re': 'te[A-Z]s' }, {}, true],
  ['re, case and all', { 'eventName|re': 'create' }, {}, false],
  ['re|i', { 'eventName|re|i': 'CREATE' }, {}, true],
  ['re|m', { 'x|re|m': '^b$' }, { x: 'a\nb\nc' }, true],
  ['re without m', { 'x|re': '^b$' }, { x: 'a\nb\nc' }, false],
  ['re|s', { 'x|re|s': 'a.b' }, { x: 'a\nb' }, true],
  ['re without s', { 'x|re': 'a.b' }, { x: 'a\nb' }, false],
  ['re of a list with all', { 'eventName|re|all': ['^Create', 'User$'] }, {}, true],
  ['fieldref', { 'x|fieldref': 'y.z' }, { x: 'Same', y: { z: 'same' } }, true],
  ['fieldref, cased', { 'x|fieldref|cased': 'y' }, { x: 'Same', y: 'same' }, false],
  ['fieldref of nothing', { 'x|fieldref': 'y' }, { x: 'a' }, false],
  ['fieldref with endswith', { 'userIdentity.arn|fieldref|endswith': 'x' }, { x: 'alice@example.com' }, true],
  ['fieldref with startswith', { 'x|fieldref|startswith': 'y' }, { x: 'abc', y: 'ab' }, true],
  ['fieldref with contains', { 'x|fieldref|contains': 'y' }, { x: 'abc', y: 'b' }, true],
  ['fieldref with neq', { 'x|fieldref|neq': 'y' }, { x: 'a', y: 'b' }, true],
  ['base64', { 'x|base64': 'foobar' }, { x: 'Zm9vYmFy' }, true],
  ['base64offset, at each of three places', { 'x|base64offset|contains': 'foobar' }, { x: btoa('xfoobary') }, true],
  ['base64offset, at the second', { 'x|base64offset|contains': 'foobar' }, { x: btoa('xxfoobary') }, true],
  ['wide', { 'x|wide|base64offset|contains': 'ping' }, { x: btoa('p\0i\0n\0g\0') }, true],
  ['utf16le', { 'x|utf16le|base64': 'é' }, { x: btoa('\u00e9\0') }, true],
  ['utf16be', { 'x|utf16be|base64': 'cmd' }, { x: btoa('\0c\0m\0d') }, true],
  ['utf16', { 'x|utf16|base64': 'cmd' }, { x: btoa('\u00ff\u00fec\0m\0d\0') }, true],
  ['windash', { 'x|windash|contains': ' -enc' }, { x: 'ps /enc abc' }, true],
  ['windash, of a long dash', { 'x|windash|contains': ' /enc' }, { x: 'ps \u2014enc abc' }, true],
  ['windash, not inside of words', { 'x|windash|contains': 'a-b' }, { x: 'a/b' }, false],
  ['hour', { 'eventTime|hour': 10 }, {}, true],
  ['hour, compared', { 'eventTime|hour|gte': 11 }, {}, false],
  ['minute', { 'eventTime|minute': 0 }, {}, true],
  ['day', { 'eventTime|day': 2 }, {}, true],
  ['week', { 'eventTime|week': 45 }, {}, true],
  ['month', { 'eventTime|month': [10, 11] }, {}, true],
  ['year', { 'eventTime|year|lt': 2026 }, {}, false],
  ['keywords, anywhere in a text', ['nothing', 'SVC-BACK'], {}, true],
  ['keywords, not in names of fields', ['userAgent'], {}, false],
  ['one keyword', 'svc-backup', {}, true],
  ['a keyword with wildcards', ['svc*kup'], {}, true],
  ['all keywords', { '|all': ['svc-backup', 'aws-cli'] }, {}, true],
  ['all keywords, but one', { '|all': ['svc-backup', 'boto'] }, {}, false],
  ['keywords by a regular expression', { '|re': '^svc-.+p$' }, {}, true],
];

describe('a selection', () => {
  it.each(CASES)('%s', async (_what, selection, also, expected) => {
    expect(await matches({ selection, condition: 'selection' }, created(also))).toBe(expected);
  });

  it('sees calls that failed, and names with the date that Lambda writes', async () => {
    const denied = record('iam', 'CreateUser', { error: { code: 'AccessDenied' } });
    expect(await matches({ a: { errorCode: 'AccessDenied' }, condition: 'a' }, denied)).toBe(true);
    const dated = record('lambda', 'UpdateFunctionCode20150331v2');
    expect(await matches({ a: { eventName: 'UpdateFunctionCode' }, condition: 'a' }, dated)).toBe(false);
    expect(await matches({ a: { eventName: 'updatefunctioncode20150331v2' }, condition: 'a' }, dated)).toBe(true);
  });

  it('sees no secret', async () => {
    const raw = record('iam', 'CreateLoginProfile', { params: { userName: 'svc', password: 'correct horse' } });
    expect(await matches({ a: ['correct horse'], condition: 'a' }, raw)).toBe(false);
    expect(await matches({ a: { 'requestParameters|contains': 'horse' }, condition: 'a' }, raw)).toBe(false);
    expect(await matches({ a: { 'requestParameters.password|exists': true }, condition: 'a' }, raw)).toBe(true);
  });
});
