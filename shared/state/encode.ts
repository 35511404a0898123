import * as z from 'zod';
import { GatetrailError } from '../errors.ts';
import { decodeBehaviour, encodeBehaviour, StoredBehaviour, sortedEntries } from './encode-behaviour.ts';
import type { StateItem } from './kinds.ts';

const Entry = z.tuple([z.number(), z.string(), z.number(), z.string()]);
const Moment = z.tuple([z.number(), z.string(), z.string()]);
const Stretch = z.object({ most: z.number(), every: z.number(), first: z.literal(true).optional() });
const Stored = z.discriminatedUnion('k', [
  z.object({ k: z.literal('r'), e: z.array(Entry), keep: z.number().optional() }),
  z.object({ k: z.literal('w'), e: z.array(Moment), keep: z.number(), thin: Stretch.optional() }),
  z.object({ k: z.literal('h'), day: z.number(), v: z.array(z.tuple([z.string(), z.string()])) }),
  z.object({ k: z.literal('d'), v: z.array(z.tuple([z.string(), z.array(z.number())])) }),
  ...StoredBehaviour,
]);

/** An item as JSON text, for stores that hold texts. Equal items give equal texts. */
export function encodeItem(item: StateItem): string {
  if (item.kind === 'register')
    return JSON.stringify({ k: 'r', e: item.entries.map((e) => [e.time, e.id, e.revision, e.value]), keep: item.keep });
  if (item.kind === 'window')
    return JSON.stringify({
      k: 'w',
      e: item.entries.map((e) => [e.time, e.id, e.value]),
      keep: item.keep,
      thin: item.thin,
    });
  if (item.kind === 'waiting') return JSON.stringify({ k: 'h', day: item.day, v: sortedEntries(item.hits) });
  if (item.kind === 'days') return JSON.stringify({ k: 'd', v: sortedEntries(item.values) });
  return JSON.stringify(encodeBehaviour(item));
}

/** The item of a text written by `encodeItem`. Throws `state-unreadable` naming the key when the text is something else. */
export function decodeItem(key: string, text: string): StateItem {
  const stored = Stored.safeParse(json(text));
  if (!stored.success)
    throw new GatetrailError(
      'state-unreadable',
      `state item ${key} is not what Gatetrail writes: ${stored.error.issues[0]?.message}`,
    );
  const { data } = stored;
  if (data.k === 'h') return { kind: 'waiting', day: data.day, hits: new Map(data.v) };
  if (data.k === 'd') return { kind: 'days', values: new Map(data.v) };
  if (data.k === 'w')
    return {
      kind: 'window',
      keep: data.keep,
      entries: data.e.map(([time, id, value]) => ({ time, id, value })),
      ...(data.thin === undefined ? {} : { thin: data.thin }),
    };
  if (data.k !== 'r') return decodeBehaviour(data);
  return {
    kind: 'register',
    keep: data.keep,
    entries: data.e.map(([time, id, revision, value]) => ({ time, id, revision, value })),
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
