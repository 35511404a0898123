import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import { functionName } from './names.ts';
import type { Setting } from './setting.ts';

/** The hash of a function's code, which Lambda answers with when it is made or changed. */
export function functionCode(event: TrailEvent): Setting[] {
  if (!/^(CreateFunction|UpdateFunctionCode)$/.test(event.name)) return [];
  const of = functionName(filled(event.params, 'functionName') ?? filled(event.response, 'functionName'));
  const hash = filled(event.response, 'codeSha256');
  return of === undefined || hash === undefined ? [] : [{ name: 'lambda.function.codeSha256', of, value: hash }];
}
