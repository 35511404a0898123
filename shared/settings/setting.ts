import { createHash } from 'node:crypto';
import type { TrailEvent } from '../cloudtrail/event.ts';
import { at, filled } from '../cloudtrail/field.ts';
import { compareText } from '../order.ts';

/** One setting of one resource, as an event left it. An empty value: it was taken away. */
export interface Setting {
  /** `apigateway.method.authorizationType` */
  readonly name: string;
  /** Which resource, within account and region: `a1b2c3d4e5/x1y2z3/GET` */
  readonly of: string;
  readonly value: string;
  /** Kept for all accounts and regions together: a bucket's name knows neither. */
  readonly anywhere?: true | undefined;
}

/** A kind of resource: the operations that write it, what names it, and its members as paths (`jwtConfiguration/issuer`). */
export interface Thing {
  readonly name: string;
  readonly operations: RegExp;
  /** The resource's name, or undefined when the record doesn't hold it. */
  readonly of: (event: TrailEvent) => string | undefined;
  readonly members: readonly string[];
}

/** Longer values are remembered by hash: they can be compared, not shown. */
const MAX_VALUE = 8 * 1024;

/** Where a setting's register lives. Settings of global services carry the region CloudTrail gives them (quirk 28). */
export function settingKey(
  event: Pick<TrailEvent, 'account' | 'region'>,
  { name, of, anywhere }: Pick<Setting, 'name' | 'of' | 'anywhere'>,
): string {
  const where = anywhere ? '' : `${event.account}#${event.region}`;
  return `R#${name}#${where}#${of}`.slice(0, 1024);
}

/** A value as one comparable text: lists are sorted, because their order means nothing in any setting we keep. */
export function settingValue(value: unknown): string {
  const plain =
    typeof value === 'string'
      ? value
      : Array.isArray(value)
        ? value.map(settingValue).sort(compareText).join(', ')
        : stable(value);
  return plain.length <= MAX_VALUE ? plain : `sha256:${createHash('sha256').update(plain).digest('hex')}`;
}

function stable(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => compareText(a, b)))
      : item,
  );
}

/** The members that `source` holds, as settings. */
export function membersIn(source: unknown, thing: Thing, of: string, service: string): Setting[] {
  return thing.members.flatMap((member) => {
    const value = valueAt(source, member.split('/'));
    return value === undefined || value === null
      ? []
      : [{ name: settingName(service, thing, member), of, value: settingValue(value) }];
  });
}

/** Goes through lists on the way: v2 wraps what a domain has into a list of one. */
function valueAt(source: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return source;
  if (!Array.isArray(source)) return valueAt(at(source, key), rest);
  const values = source
    .map((item) => valueAt(at(item, key), rest))
    .filter((value) => value !== undefined && value !== null);
  return values.length <= 1 ? values[0] : values;
}

export function settingName(service: string, thing: Thing, member: string): string {
  return `${service}.${thing.name}.${member.replaceAll('/', '.')}`;
}

/** The first of these parameters that says something. */
export function named(...keys: readonly string[]): (event: TrailEvent) => string | undefined {
  return (event) =>
    keys.map((key) => filled(event.params, key) ?? filled(event.response, key)).find((value) => value !== undefined);
}
