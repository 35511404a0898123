import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { GatetrailError, messageOf } from '../../errors.ts';
import type { Address } from './dynamo-keys.ts';
import type { Row } from './dynamo-table.ts';

/** The attributes that an address is written as. */
export function keyOf({ pk, sk }: Address): Row {
  return { pk: { S: pk }, sk: { S: sk } };
}

/** The whole key of an item whose sort key is a digest. Half a surrogate pair has no UTF-8: then it is kept as UTF-16. */
export function nameOf({ name }: Address): Row {
  if (name === undefined) return {};
  return { key: name.isWellFormed() ? { S: name } : { B: Buffer.from(name, 'utf16le') } };
}

export function addressIn(row: Row): Address {
  const wide = row['key']?.B;
  const name = wide === undefined ? row['key']?.S : Buffer.from(wide).toString('utf16le');
  return { pk: row['pk']?.S ?? '', sk: row['sk']?.S ?? '', name };
}

/** An item as messages name it. */
export function named({ pk, sk, name }: Address): string {
  return `table item ${name ?? sk} (partition ${pk})`;
}

/** A text deflated, and the attribute that says so when it had no UTF-8. */
export function packed(text: string): { readonly bytes: Uint8Array; readonly encoding: Row } {
  const isWide = !text.isWellFormed();
  const bytes = deflateRawSync(Buffer.from(text, isWide ? 'utf16le' : 'utf8'));
  return { bytes, encoding: isWide ? { wide: { BOOL: true } } : {} };
}

/** The text of an item, of which these are the deflated bytes. Throws `state-unreadable` naming the item. */
export function unpacked(row: Row, bytes: Uint8Array | undefined): string {
  try {
    return inflateRawSync(bytes ?? Buffer.alloc(0)).toString(row['wide']?.BOOL ? 'utf16le' : 'utf8');
  } catch (error) {
    const what = `${named(addressIn(row))} is not what Gatetrail writes: ${messageOf(error)}`;
    throw new GatetrailError('state-unreadable', what, error);
  }
}

/** Ids of the pieces that a large item's text lies in. */
export function partsIn(row: Row): string[] {
  return (row['parts']?.L ?? []).flatMap(({ S: id }) => (id === undefined ? [] : [id]));
}

export function ttlOf(ttl: number | undefined): Row {
  return ttl === undefined ? {} : { ttl: { N: String(ttl) } };
}
