import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import type { Sequence } from '../../shared/detections/define.ts';
import { FOREIGN } from '../../shared/detections/example.ts';
import type { Severity } from '../../shared/detections/severity.ts';
import { call, live, sequence } from './stories.ts';

describe('a story of three steps', () => {
  const story = [call('One', 0), call('Two', 10), call('Three', 20)];

  it('is told once, by its last step', async () => {
    const [finding, ...more] = await live([story], sequence());
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'seq-test',
      severity: 'high',
      event: { name: 'Three' },
      eventIds: ['One@0', 'Two@10', 'Three@20'],
      what: 'completed a known attack path within 20 minutes: one, then two, then three',
    });
  });

  it('is the same story, whatever file comes first and how often', async () => {
    const [whole] = await live([story], sequence());
    const filing = fc
      .shuffledSubarray([...story, ...story], { minLength: 6 })
      .chain((records) => fc.tuple(fc.constant(records), fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 })));
    await fc.assert(
      fc.asyncProperty(filing, async ([records, cuts]) => {
        const marks = [...new Set([0, ...cuts, records.length])].sort((a, b) => a - b);
        const files = marks.slice(1).map((end, index) => records.slice(marks[index], end));
        const ids = (await live(files, sequence())).map(({ id, time }) => ({ id, time }));
        expect(ids.length).toBeGreaterThan(0);
        expect(new Set(ids.map(({ id }) => id))).toEqual(new Set([whole?.id]));
        expect(new Set(ids.map(({ time }) => time))).toEqual(new Set([whole?.time]));
      }),
      { numRuns: 60 },
    );
  });

  it('is told by the step at hand when that came late', async () => {
    const [first, ...more] = await live([[story[0], story[2]] as RawRecord[], [story[1]] as RawRecord[]], sequence());
    expect(more).toEqual([]);
    expect(first).toMatchObject({ event: { name: 'Two' }, eventIds: ['One@0', 'Two@10', 'Three@20'] });
  });

  it('is not told again by what follows it', async () => {
    expect(await live([story, [call('Three', 30)], [call('One', 40)]], sequence())).toHaveLength(1);
  });

  it('is told again after a quiet window', async () => {
    const again = [call('One', 800), call('Two', 810), call('Three', 820)];
    const found = await live([[...story, ...again]], sequence());
    expect(found.map(({ eventIds }) => eventIds)).toEqual([
      ['One@0', 'Two@10', 'Three@20'],
      ['One@800', 'Two@810', 'Three@820'],
    ]);
  });
});

describe('a flood of one step', () => {
  it('does not hide the next one', async () => {
    const flood = Array.from({ length: 300 }, (_, index) => call('One', index / 600));
    const early = call('One', -1);
    const [finding] = await live([[early, ...flood, call('Two', 0.9), call('Three', 0.9)]], sequence());
    expect(finding?.eventIds.slice(-2)).toEqual(['Two@0.9', 'Three@0.9']);
    expect(finding?.eventIds[0]).toBe('One@-1');
  });
});

describe('what counts as a step', () => {
  const two = (first: Partial<Extract<Sequence['steps'][number], { detections: readonly string[] }>>): Sequence =>
    sequence({
      steps: [
        { title: 'one', detections: ['one'], ...first },
        { title: 'two', detections: ['two'] },
      ],
    });

  it('is a finding that is severe enough', async () => {
    const records = (severity: Severity) => [[call('One', 0, { severity }), call('Two', 1)]];
    expect(await live(records('high'), two({ minSeverity: 'high' }))).toHaveLength(1);
    expect(await live(records('medium'), two({ minSeverity: 'high' }))).toEqual([]);
    expect(await live(records('info'), two({}))).toHaveLength(1);
  });

  it('is a call that succeeded, where the step asks for that', async () => {
    const denied = call('One', 0, {}, { error: { code: 'AccessDenied' } });
    expect(await live([[denied, call('Two', 1)]], two({}))).toHaveLength(1);
    expect(await live([[denied, call('Two', 1)]], two({ succeeded: true }))).toEqual([]);
  });

  it('is a match of its own, unless it lets in nobody foreign', async () => {
    const of = sequence({
      steps: [
        { title: 'one', detections: ['one'] },
        {
          title: 'used',
          on: { source: 'test', names: ['Use'] },
          match: ({ params }) => ({ foreign: { accounts: [String(params['by'])], required: true } }),
        },
      ],
    });
    const files = [[call('One', 0), call('Use', 1, { by: FOREIGN })]];
    expect(await live(files, of)).toHaveLength(1);
    expect(await live(files, of, [FOREIGN])).toEqual([]);
  });
});
