import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';

/** One of each for a function: every line carries the request's id, every metric is flushed when the invocation ends. */
export const logger = new Logger();
export const metrics = new Metrics();

/** The cross-cutting parts of every function. Errors go on as they are: Lambda retries, or the caller is told. */
export function crafted<Event, Result>(
  handle: (event: Event, context: Context) => Promise<Result>,
): (event: Event, context: Context) => Promise<Result> {
  return middy<Event, Result>()
    .use(injectLambdaContext(logger, { clearState: true }))
    .use(logMetrics(metrics, { captureColdStartMetric: true }))
    .handler(handle) as unknown as (event: Event, context: Context) => Promise<Result>;
}
