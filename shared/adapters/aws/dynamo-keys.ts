import { digestOf } from '../../id.ts';

/** Where an item lies: `pk` up to 2,048 bytes, `sk` up to 1,024, both UTF-8 and not empty. */
export interface Address {
  readonly pk: string;
  readonly sk: string;
  /** The whole key where `sk` can't hold it and a digest stands there instead. */
  readonly name?: string | undefined;
}

/** Partitions that hold the items of a day: one partition takes 1,000 write units a second, a busy day brings more. */
const SHARDS = 16;
/** DynamoDB's limit of a sort key, bytes. */
const MAX_SK = 1024;
/** How a sort key begins that is a digest. Keys that begin so themselves are digested too, or two could meet. */
const DIGESTED = '~';
/** `A#<day>#…` and `H#<day>#…`: the kinds that are listed by day. */
const OF_A_DAY = /^([AH]#(?:0|-?[1-9]\d*))#/;
const PREFIX = /^[\w-]{1,16}(?=#)/;

/**
 * Where the state of a key lies. Items of a day are in 16 partitions of that day, by hash; any other item has a partition of its
 * own, named by the beginning of the key for people, and a digest.
 */
export function addressOf(key: string): Address {
  const digest = digestOf(key);
  const day = OF_A_DAY.exec(key);
  if (day !== null) {
    const [all, pk = ''] = day;
    const shard = Number.parseInt(digest.slice(0, 2), 16) % SHARDS;
    return { pk: `${pk}#${shard}`, ...sortKey(key, key.slice(all.length), digest) };
  }
  return { pk: `${PREFIX.exec(key)?.[0] ?? ''}#${digest.slice(0, 16)}`, ...sortKey(key, key, digest) };
}

/** Where the document of a key lies. */
export function documentAddress(key: string): Address {
  const { sk, name } = sortKey(key, key, digestOf(key));
  return { pk: `DOC#${sk}`, sk: 'DOC', name };
}

/** Where a piece of something too large for one item lies; no two pieces ever have the same id. */
export function partAddress(id: string): Address {
  return { pk: `PART#${id}`, sk: 'PART' };
}

/** The partitions of a day, all of which hold its items. */
export function partitionsOf(kind: 'A' | 'H', day: number): string[] {
  return Array.from({ length: SHARDS }, (_, shard) => `${kind}#${day}#${shard}`);
}

/** The key of an item that `partitionsOf` names the partition of. */
export function keyInDay(kind: 'A' | 'H', day: number, { sk, name }: Address): string {
  return name ?? `${kind}#${day}#${sk}`;
}

/** An address as one text, to look it up by. */
export function idOf({ pk, sk }: Address): string {
  return JSON.stringify([pk, sk]);
}

function sortKey(key: string, rest: string, digest: string): Pick<Address, 'sk' | 'name'> {
  const fits = rest !== '' && !rest.startsWith(DIGESTED) && rest.isWellFormed() && Buffer.byteLength(rest) <= MAX_SK;
  return fits ? { sk: rest } : { sk: `${DIGESTED}${digest}`, name: key };
}
