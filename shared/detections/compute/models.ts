import { nameOf } from '../../cloudtrail/arn.ts';
import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';

/** The calls that use a model; Bedrock tells them as management events. */
export const USES = ['InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream'] as const;

/** The model a call is for, from its id, the ARN of a profile, or the sentence of a refusal. */
export function modelOf(event: TrailEvent): string | undefined {
  const named = filled(event.params, 'modelId') ?? event.attempt?.resource;
  return named === undefined ? undefined : nameOf(named);
}
