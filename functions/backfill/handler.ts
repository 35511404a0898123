import { crafted, metrics } from '../lambda/craft.ts';
import { environment } from '../lambda/environment.ts';
import { CloudPipeline, PipelineEnvironment } from '../lambda/pipeline.ts';
import { countTally, countUsed } from '../lambda/tally-metrics.ts';
import { type Done, Order, work } from './work.ts';

const env = environment(PipelineEnvironment);
const pipeline = new CloudPipeline(env, false);

/** Nobody is to be woken by history, unless asked: its alerts are in the archive, for the report. */
const QUIET = { send: async (): Promise<void> => {} };

/** One order of the state machine. */
export const handler = crafted(async (event: unknown): Promise<Done> => {
  const order = Order.parse(event);
  const { run, publish } = 'Items' in order ? order.BatchInput : order;
  const before = pipeline.used;
  const deps = await pipeline.deps(run, Date.now());
  try {
    return await work(order, publish ? deps : { ...deps, sink: QUIET });
  } finally {
    countTally(metrics, deps.tally);
    countUsed(metrics, before, pipeline.used);
  }
});
