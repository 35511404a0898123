import { expect, it } from 'vitest';
import { MemoryStateStore } from '../../../shared/adapters/memory/state-store.ts';
import codeChanged from '../../../shared/detections/backends/lambda-code-changed.ts';
import codeChangedByHand from '../../../shared/detections/backends/lambda-code-changed-by-hand.ts';
import { Catalogue } from '../../../shared/detections/catalogue.ts';
import { daily, iamUser, record, role } from '../../../shared/detections/example.ts';
import { run } from '../../../shared/pipeline/try-examples.ts';

const catalogue = new Catalogue([codeChanged, codeChangedByHand], []);

async function severities(detection: typeof codeChanged, by: Record<string, unknown>): Promise<string[]> {
  const update = (minute: number) =>
    record('lambda', 'UpdateFunctionCode20150331v2', { by, minute, params: { functionName: 'orders' } });
  const records = [...daily(5, update), update(0)];
  const { findings, problem } = await run(detection, { title: 'six days', records }, catalogue, new MemoryStateStore());
  expect(problem).toBeUndefined();
  return findings.map(({ severity }) => severity);
}

it('a pipeline that deploys every day is told once, low, and then known', async () => {
  expect(await severities(codeChanged, role())).toEqual(['low']);
});

it('a user who deploys by hand every day alerts once and stays visible', async () => {
  expect(await severities(codeChangedByHand, iamUser())).toEqual(['medium', 'low', 'low', 'low', 'low', 'low']);
});
