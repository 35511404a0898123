import type { TrailEvent } from '../cloudtrail/event.ts';
import { amount, type Fields, fields, filled } from '../cloudtrail/field.ts';

/**
 * A request to an API as its access log tells it (shared/access-log/record.ts has the fields). Read as it is: the translation
 * has let no secret through, and of every request of an API so little else is asked that redacting anew would cost most.
 */
export function requestOf(event: TrailEvent): Fields {
  return fields(event.raw.requestParameters);
}

/** The API and stage that were called, as a subject of state: `111111111111/a1b2c3d4e5/prod`; undefined when the log doesn't say. */
export function stageKey(event: TrailEvent): string | undefined {
  const { apiId, stage } = requestOf(event);
  return typeof apiId === 'string' ? `${event.account}/${apiId}/${typeof stage === 'string' ? stage : ''}` : undefined;
}

/** `API a1b2c3d4e5, stage prod`: for a person. */
export function stageName(event: TrailEvent): string {
  return event.api?.resource ?? 'API Gateway';
}

/** The route or method that was called: `GET /orders/{id}`; undefined when the log doesn't say. */
export function routeOf(event: TrailEvent): string | undefined {
  return filled(requestOf(event)['route']);
}

export function statusOf(event: TrailEvent): number {
  return amount(requestOf(event)['status']) ?? 0;
}

/** Whom a count of requests by address is about; undefined without an address. Across APIs: who tries many tries them all. */
export function addressKey(event: TrailEvent): string | undefined {
  const { sourceIPAddress } = event.raw;
  return typeof sourceIPAddress === 'string' && sourceIPAddress !== '' ? `${event.account}/${event.ip}` : undefined;
}
