import { MetricUnit } from '@aws-lambda-powertools/metrics';
import * as z from 'zod';
import { sqsClient } from '../../shared/adapters/aws/clients/sqs.ts';
import { queueDepth } from '../../shared/adapters/aws/queue-depth.ts';
import { type Calibrated, calibrate } from '../../shared/live/calibrate.ts';
import { LIVE } from '../../shared/live/ports.ts';
import { crafted, logger, metrics } from '../lambda/craft.ts';
import { environment } from '../lambda/environment.ts';
import { CloudPipeline, PipelineEnvironment } from '../lambda/pipeline.ts';
import { countTally, countUsed } from '../lambda/tally-metrics.ts';

const Environment = PipelineEnvironment.extend({
  /** Queues of log files, separated by commas: a day is sealed when they are empty, or nearly. */
  QUEUE_URLS: z.string().transform((urls) => urls.split(',').filter((url) => url !== '')),
});
const Scheduled = z.object({ time: z.iso.datetime() });

const env = environment(Environment);
const pipeline = new CloudPipeline(env, false);
const sqs = sqsClient();

/** Once an hour: seals the days that are over, learns from them, tells what was not told yet. The schedule says what time it is. */
export const handler = crafted(async (event: unknown): Promise<Calibrated> => {
  const now = Date.parse(Scheduled.parse(event).time);
  const before = pipeline.used;
  const deps = await pipeline.deps(LIVE, now);
  try {
    const done = await calibrate(deps, await filesInQueue());
    logger.info('calibrated', { ...done });
    metrics.addMetric('DaysSealed', MetricUnit.Count, done.sealed.length);
    metrics.addMetric('DaysHeld', MetricUnit.Count, done.held.length);
    metrics.addMetric('DaysLate', MetricUnit.Count, done.late.length);
    return done;
  } finally {
    countTally(metrics, deps.tally);
    countUsed(metrics, before, pipeline.used);
    metrics.addMetric('AlertsWithheld', MetricUnit.Count, pipeline.used.alertsWithheld - before.alertsWithheld);
  }
});

/** Log files that wait, are being read, or are to come again. */
async function filesInQueue(): Promise<number> {
  const depths = await Promise.all(env.QUEUE_URLS.map((url) => queueDepth(sqs, url)));
  return depths.reduce((sum, depth) => sum + depth, 0);
}
