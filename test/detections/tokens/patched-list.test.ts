import { describe, expect, it } from 'vitest';
import { apiCallOf } from '../../../shared/cloudtrail/apigateway.ts';
import { patchedList } from '../../../shared/detections/tokens/patched-list.ts';

type Operation = { op: string; path: string; value?: string };

function listOf(...patchOperations: readonly Operation[]) {
  const call = apiCallOf('UpdateMethod', { updateMethodInput: { patchOperations }, template: false }, {});
  return patchedList(call, '/authorizationScopes');
}
const op = (name: string, value?: string, rest = ''): Operation => ({
  op: name,
  path: `/authorizationScopes${rest}`,
  ...(value === undefined ? {} : { value }),
});

describe('patchedList', () => {
  it('takes the element from the value or from the path', () => {
    expect(listOf(op('add', 'a'), op('remove', 'b'))).toEqual({ added: ['a'], removed: ['b'] });
    expect(listOf(op('remove', undefined, '/orders~1read'))).toEqual({
      added: [],
      removed: ['orders/read'],
    });
    expect(listOf(op('replace', 'new', '/old'))).toEqual({ added: ['new'], removed: ['old'] });
  });
  it('lets the last operation on an element count', () => {
    expect(listOf(op('add', 'a'), op('remove', 'a'))).toEqual({ added: [], removed: ['a'] });
    expect(listOf(op('remove', 'a'), op('add', 'a'))).toEqual({ added: ['a'], removed: [] });
    expect(listOf(op('add', 'a'), op('remove'))).toEqual({ added: [], removed: [] });
  });
  it('clears what was there when the whole list is replaced', () => {
    expect(listOf(op('replace', 'a'))).toEqual({ added: ['a'], removed: [] });
    expect(listOf(op('replace', ''))).toEqual({ added: [], removed: [] });
  });
  it('is undefined when no operation touches the list', () => {
    expect(listOf({ op: 'replace', path: '/authorizationType', value: 'NONE' }, op('test', 'a'))).toBeUndefined();
  });
});
