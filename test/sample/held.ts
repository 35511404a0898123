import type { Fields, Json } from '../../shared/sample/record.ts';
import { sampleFiles } from '../../shared/sample/sample.ts';

/** The shipped sample, generated once for the tests of this folder. */
export const files = sampleFiles();
export const records = files.flatMap((file) => file.records);

const inside = (value: Json | undefined): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
/** The value under nested names, if there is one. */
export const path = (record: Fields, ...names: string[]): Json | undefined =>
  names.reduce<Json | undefined>((value, name) => inside(value)[name], record);
export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** Copies of each record, by its eventID. */
export const byId = new Map<string, Fields[]>();
for (const record of records) {
  const id = text(record['eventID']);
  byId.set(id, [...(byId.get(id) ?? []), record]);
}
/** Every record once. */
export const unique = [...byId.values()].flatMap((copies) => copies.slice(0, 1));
