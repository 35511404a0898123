/**
 * List prices of us-east-1 in USD, without free tiers: DynamoDB on demand, Lambda on arm64, S3, SQS and SNS standard, CloudWatch. DynamoDB's are
 * those after November 2024; infra/dashboard.yml reckons with the same.
 */
const PRICE = {
  readUnit: 0.125 / 1e6,
  writeUnit: 0.625 / 1e6,
  lambdaGbSecond: 0.000_013_333_4,
  lambdaRun: 0.2 / 1e6,
  s3Get: 0.4 / 1e6,
  sqsRequest: 0.4 / 1e6,
  snsPublish: 0.5 / 1e6,
  /** A month each. */
  metric: 0.3,
  alarm: 0.1,
  kmsKey: 1,
} as const;
const MB_PER_GB = 1024;
const MS_PER_SECOND = 1000;
/** Received, deleted, and sent by S3 or by us. */
const REQUESTS_PER_MESSAGE = 3;

/** What a stretch of time used, as the functions' own metrics and those of AWS count it. */
export interface Usage {
  /** `Events`: distinct records that were taken in. */
  readonly events: number;
  /** `ReadUnits` and `WriteUnits`. */
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Of each function. */
  readonly lambda: readonly { readonly runs: number; readonly ms: number; readonly memoryMb: number }[];
  /** `ObjectsFound`: one GET each. */
  readonly objects: number;
  /** Messages of all queues. */
  readonly messages: number;
  readonly publishes: number;
}

/** USD, by what it is paid for. */
export interface Cost {
  readonly table: number;
  readonly lambda: number;
  readonly logs: number;
  readonly queues: number;
  readonly topics: number;
  readonly total: number;
  /** undefined: there were no events. */
  readonly perMillionEvents: number | undefined;
}

/** What this usage costs by list prices. */
export function costOf({ events, readUnits, writeUnits, lambda, objects, messages, publishes }: Usage): Cost {
  const parts = {
    table: readUnits * PRICE.readUnit + writeUnits * PRICE.writeUnit,
    lambda: lambda.reduce((sum, { runs, ms, memoryMb }) => sum + runs * PRICE.lambdaRun + gbSeconds(ms, memoryMb), 0),
    logs: objects * PRICE.s3Get,
    queues: messages * REQUESTS_PER_MESSAGE * PRICE.sqsRequest,
    topics: publishes * PRICE.snsPublish,
  };
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { ...parts, total, perMillionEvents: events === 0 ? undefined : (total / events) * 1e6 };
}

function gbSeconds(ms: number, memoryMb: number): number {
  return (ms / MS_PER_SECOND) * (memoryMb / MB_PER_GB) * PRICE.lambdaGbSecond;
}

/** What a month costs though nothing happens. `metrics`: custom ones that are reported all the time. */
export function standingCost(parts: {
  readonly metrics: number;
  readonly alarms: number;
  readonly kmsKeys: number;
}): number {
  return parts.metrics * PRICE.metric + parts.alarms * PRICE.alarm + parts.kmsKeys * PRICE.kmsKey;
}
