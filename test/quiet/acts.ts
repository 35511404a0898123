import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { type Difference, httpApi, patch, record, restApi } from '../../shared/detections/example.ts';

/** A call that waits for who makes it, and when. */
export type Act = (doer: Difference) => RawRecord;

/** `iam:CreateRole` with its parameters. */
export function call(operation: string, params?: unknown, more: Difference = {}): Act {
  const [service = '', name = ''] = operation.split(':');
  return (doer) => record(service, name, { ...doer, params, ...more });
}

/** The same call with an answer. */
export const asked = (operation: string, params: unknown, response: unknown): Act =>
  call(operation, params, { response });

/** Reads without parameters worth telling. */
export const reads = (...operations: readonly string[]): Act[] => operations.map((operation) => call(operation, {}));

/** A call of the REST API family. */
export const rest = (
  name: string,
  labels: Record<string, unknown>,
  body?: Record<string, unknown>,
  response?: unknown,
): Act => {
  return (doer) => restApi(name, labels, body, { ...doer, response });
};

export const update = (
  name: string,
  labels: Record<string, unknown>,
  ...operations: readonly (readonly [op: string, path: string, value?: string])[]
): Act => {
  return (doer) => patch(name, labels, operations, doer);
};

/** A call of the HTTP API family. */
export const http = (name: string, params: Record<string, unknown>, response?: unknown): Act => {
  return (doer) => httpApi(name, params, { ...doer, response });
};

/** A failed or denied call. */
export const failing = (operation: string, code: string, message: string, params?: unknown): Act =>
  call(operation, params, { error: { code, message } });

/** The acts of one doer, one after the other, five seconds apart. */
export function work(doer: Difference, minute: number, acts: readonly Act[], everyMinutes = 1 / 12): RawRecord[] {
  return acts.map((act, index) => act({ ...doer, minute: minute + index * everyMinutes }));
}
