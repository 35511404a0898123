/** By UTF-16 code units, the same on every machine; localeCompare is neither fast nor the same everywhere. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** For sorting findings, alerts and whatever else has a time and an id. */
export function byTimeThenId(
  a: { readonly time: number; readonly id: string },
  b: { readonly time: number; readonly id: string },
): number {
  return a.time - b.time || compareText(a.id, b.id);
}
