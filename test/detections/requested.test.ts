import { describe, expect, it } from 'vitest';
import { apiCallOf } from '../../shared/cloudtrail/apigateway.ts';
import { requested } from '../../shared/detections/requested.ts';

const labels = { restApiId: 'a1b2c3d4e5', template: false };
const patched = (...patchOperations: { op: string; path: string; value?: string }[]) =>
  apiCallOf('UpdateRestApi', { ...labels, updateRestApiInput: { patchOperations } }, { name: 'shop', policy: 'old' });

describe('requested', () => {
  it('is the last value that patches give a member', () => {
    const call = patched({ op: 'replace', path: '/name', value: 'a' }, { op: 'replace', path: '/name', value: 'b' });
    expect(requested(call, 'name')).toBe('b');
  });
  it('is empty when the member is taken away', () => {
    expect(requested(patched({ op: 'remove', path: '/policy' }), 'policy')).toBe('');
    expect(requested(patched({ op: 'replace', path: '/policy', value: '' }), 'policy')).toBe('');
  });
  it('is undefined when patches speak of something else, whatever the answer says', () => {
    expect(requested(patched({ op: 'replace', path: '/name', value: 'a' }), 'policy')).toBeUndefined();
    expect(requested(patched({ op: 'test', path: '/policy', value: 'a' }), 'policy')).toBeUndefined();
  });
  it('is what a v1 body holds', () => {
    const call = apiCallOf('PutMethod', { ...labels, putMethodInput: { authorizationType: 'NONE' } }, {});
    expect(requested(call, 'authorizationType')).toBe('NONE');
  });
  it('is what the answer says where the request was too large to be logged', () => {
    const answer = { self: { ...labels }, policy: 'new' };
    expect(requested(apiCallOf('UpdateRestApi', { omitted: true }, answer), 'policy')).toBe('new');
  });
  it('is the member itself in v2, and never the answer', () => {
    const call = apiCallOf('UpdateAuthorizer', { apiId: 'h1', jwtConfiguration: { issuer: 'x' } }, { name: 'jwt' });
    expect(requested(call, 'jwtConfiguration', 'issuer')).toBe('x');
    expect(requested(call, 'name')).toBeUndefined();
  });
});
