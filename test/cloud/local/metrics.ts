/** One value of a metric, written to the log in CloudWatch's embedded metric format. */
export interface Metric {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

interface Embedded {
  readonly _aws?: {
    readonly CloudWatchMetrics: readonly {
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit?: string }[];
    }[];
  };
  readonly [name: string]: unknown;
}

/** Every value that the lines of a log hold. */
export function metricsIn(log: string): Metric[] {
  return log
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes('"_aws"'))
    .flatMap((line) => metricsOf(JSON.parse(line) as Embedded));
}

/** Sums by name. */
export function totals(metrics: readonly Metric[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { name, value } of metrics) sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

function metricsOf(line: Embedded): Metric[] {
  return (line._aws?.CloudWatchMetrics ?? []).flatMap(({ Dimensions, Metrics }) => {
    const dimensions = Object.fromEntries(Dimensions.flat().map((name) => [name, String(line[name])]));
    return Metrics.flatMap(({ Name, Unit = 'None' }) =>
      [line[Name]].flat().map((value) => ({ name: Name, value: Number(value), unit: Unit, dimensions })),
    );
  });
}
