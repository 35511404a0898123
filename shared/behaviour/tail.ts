/** Part of the values that the tail is fitted to. */
const TAIL = 0.03;
const LEAST = 10;

/**
 * The value that `wanted` of the values would exceed, read off a generalised Pareto distribution fitted to the highest of them by
 * probability-weighted moments (Hosking & Wallis 1987): for less than a handful of expected exceedances the values themselves are
 * too few. `sorted` descending.
 */
export function tailQuantile(sorted: readonly number[], wanted: number): number {
  const size = Math.min(sorted.length - 1, Math.max(LEAST, Math.ceil(sorted.length * TAIL)));
  const threshold = sorted[size];
  if (threshold === undefined || size < LEAST) return (sorted[0] ?? 0) + 1;
  if (wanted >= size) return threshold;
  const beyond = sorted.slice(0, size).map((value) => value - threshold);
  const mean = beyond.reduce((sum, value) => sum + value, 0) / size;
  // E[Y (1 - F(Y))]: the highest weighs nothing.
  const weighted = beyond.reduce((sum, value, rank) => sum + (value * rank) / (size - 1), 0) / size;
  const spread = mean - 2 * weighted;
  if (mean <= 0 || spread <= 0) return sorted[0] ?? threshold;
  const shape = mean / spread - 2;
  const scale = (2 * mean * weighted) / spread;
  const share = wanted / size;
  const reach = Math.abs(shape) < 1e-6 ? -scale * Math.log(share) : (scale / shape) * (1 - share ** shape);
  return threshold + reach;
}
