import { accountIn } from '../cloudtrail/event.ts';
import { fieldsOrJson, filled, text } from '../cloudtrail/field.ts';
import { operationIn } from '../cloudtrail/operation.ts';
import { errorOf } from '../cloudtrail/outcome.ts';
import { principalOf } from '../cloudtrail/principal.ts';
import type { RawRecord } from '../cloudtrail/read.ts';
import { redact } from '../cloudtrail/redact.ts';

/** Parts that operations fill as they like: what is secret in them depends on the operation. */
const PARTS = ['requestParameters', 'responseElements', 'additionalEventData'] as const;

/** A record that may be shown: without secrets, which a log holds in clear. */
export function withoutSecrets(raw: RawRecord): unknown {
  const { service, name } = operationIn(raw);
  const parts = PARTS.filter((part) => part in raw).map((part) => [
    part,
    redact(opened(raw[part]), `${service}:${name}`),
  ]);
  return redact({ ...raw, ...Object.fromEntries(parts) }, '');
}

/** Exports write objects as JSON text, in which no name of a secret would be seen. What can't be opened is not shown. */
function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  const inside = fieldsOrJson(value);
  return Object.keys(inside).length > 0 ? inside : `[JSON of ${value.length} characters that can't be read]`;
}

/** What a record says at a glance. */
export interface Glance {
  /** `2026-11-22 13:05:00`, as far as it is one. */
  readonly time: string;
  readonly action: string;
  readonly who: string;
  readonly from: string;
  /** `ok`, or the error's code. */
  readonly outcome: string;
}

export function glanceAt(raw: RawRecord): Glance {
  const { service, name } = operationIn(raw);
  return {
    time: (text(raw.eventTime) ?? '').replace('T', ' ').replace('Z', '').slice(0, 19),
    action: `${service}:${name}`,
    who: principalIn(raw),
    from: filled(raw.sourceIPAddress) ?? '',
    outcome: errorOf(raw)?.code ?? 'ok',
  };
}

/** The key of who acted, as scores and findings have it. */
export function principalIn(raw: RawRecord): string {
  return principalOf(raw.userIdentity, accountIn(raw)).key;
}
