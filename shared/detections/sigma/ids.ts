import { compareText } from '../../order.ts';
import { type SigmaDocument, textsAt } from './document.ts';

const LONGEST = 80;

/**
 * An id of ours for every rule: `sigma-` and the name of its file, or its own name or title when the file holds several. Rules that
 * would share one have the start of their UUID behind it, all of them, so that an id never depends on the order of files.
 */
export function idsOf(documents: readonly SigmaDocument[]): Map<SigmaDocument, string> {
  const wanted = Map.groupBy(documents, (document) => `sigma-${slug(nameOf(document))}`);
  const ids = new Map<SigmaDocument, string>();
  const taken = new Set<string>();
  for (const [id, same] of [...wanted].sort(([a], [b]) => compareText(a, b)))
    for (const document of same) {
      const uuid = words(textsAt(document.keys, 'id')[0] ?? '').split('-')[0] ?? '';
      const apart = same.length === 1 || uuid === '' ? id : `${id}-${uuid}`;
      const free = firstFree(apart, taken);
      taken.add(free);
      ids.set(document, free);
    }
  return ids;
}

function nameOf({ source, keys }: SigmaDocument): string {
  const file =
    source.file
      .split('/')
      .at(-1)
      ?.replace(/\.ya?ml$/, '') ?? '';
  if (source.of === 1) return file;
  return textsAt(keys, 'name')[0] ?? textsAt(keys, 'title')[0] ?? file;
}

function slug(text: string): string {
  return words(text).slice(0, LONGEST).replace(/-+$/, '') || 'rule';
}

function words(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

function firstFree(id: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? id : `${id}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
