import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, type Fields, fields, filled, list, texts } from '../../cloudtrail/field.ts';

/**
 * What an EC2 call asked or got, whichever way CloudTrail wrote it. Old operations are lower-camel with lists as
 * `{items: [...]}`; newer ones sit in `<Operation>Request` under the names of the query API, with lists as tagged members
 * (`{tag: 1, content: "vpc-1"}`), alone or in an array. Both become lower-camel with plain values.
 */
export function ec2Request(event: TrailEvent): Fields {
  return unwrapped(event.params, `${event.name}Request`);
}

/** The answer, read the same way. */
export function ec2Response(event: TrailEvent): Fields {
  return unwrapped(event.response, `${event.name}Response`);
}

/** The ids of the instances that a call names, one or many. */
export function instancesIn(request: Fields): readonly string[] {
  const many = list(request, 'instancesSet').flatMap((item) => filled(item, 'instanceId') ?? filled(item) ?? []);
  return [...texts(request, 'instanceId'), ...many];
}

function unwrapped(value: Fields, wrapper: string): Fields {
  const inner = at(value, wrapper);
  return fields(plain(inner === undefined ? value : inner));
}

/** Fields come redacted, which also caps how deep they nest. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).filter((name) => name !== 'tag');
  const only = names.length === 1 ? names[0] : undefined;
  if (only === 'items' || only === 'item' || only === 'content') return plain((value as Fields)[only]);
  const copy = Object.create(null) as Record<string, unknown>;
  for (const name of names) copy[`${name.charAt(0).toLowerCase()}${name.slice(1)}`] = plain((value as Fields)[name]);
  return copy;
}
