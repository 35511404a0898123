/** The same in another order, always the same for a seed. */
export function shuffled<T>(all: readonly T[], seed: number): T[] {
  const left = [...all];
  let state = seed * 2654435761 + 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let at = left.length - 1; at > 0; at -= 1) {
    const other = next(at + 1);
    [left[at], left[other]] = [left[other] as T, left[at] as T];
  }
  return left;
}
