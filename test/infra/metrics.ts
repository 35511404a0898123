import { ofType, type Template } from './package.ts';

/** A metric of our own, by the function that is to print it. */
export interface Shown {
  /** Who looks at it: the alarm's logical id, or the title of the dashboard's widget. */
  readonly by: string;
  /** `ingest` */
  readonly functionName: string;
  readonly metric: string;
}

interface Metric {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Value: unknown }[];
}

/** Every metric of namespace Gatetrail that alarms and dashboard of a packaged template look at. */
export function metricsShown(template: Template): Shown[] {
  return [...inAlarms(template), ...onDashboards(template)];
}

/** Those that their function never printed. */
export function unheard(
  shown: readonly Shown[],
  printed: (functionName: string) => readonly { readonly name: string }[],
): Shown[] {
  return shown.filter(({ functionName, metric }) => !printed(functionName).some(({ name }) => name === metric));
}

function inAlarms(template: Template): Shown[] {
  return ofType(template, 'AWS::CloudWatch::Alarm').flatMap(([by, { Properties }]) => {
    const several: { MetricStat?: { Metric: Metric } }[] = Properties.Metrics ?? [];
    const metrics: Metric[] = [Properties, ...several.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])];
    return metrics
      .filter(({ Namespace }) => Namespace === 'Gatetrail')
      .map(({ MetricName = '', Dimensions = [] }) => shown(by, Dimensions[0]?.Value, MetricName));
  });
}

function onDashboards(template: Template): Shown[] {
  return ofType(template, 'AWS::CloudWatch::Dashboard').flatMap(([, { Properties }]) => {
    const body: string = Properties.DashboardBody['Fn::Sub'].replace(/\$\{[^}]+\}/g, 'x');
    const { widgets }: { widgets: { properties: { title: string; metrics: unknown[][] } }[] } = JSON.parse(body);
    return widgets.flatMap(({ properties: { title, metrics } }) =>
      metrics
        .filter(([namespace]) => namespace === 'Gatetrail')
        .map(([, metric, , service]) => shown(title, service, String(metric))),
    );
  });
}

function shown(by: string, service: unknown, metric: string): Shown {
  return { by, functionName: String(service).replace('gatetrail-live-', ''), metric };
}
