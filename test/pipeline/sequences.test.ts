import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import { defineDetection, defineSequence, type Sequence, type Severity } from '../../shared/detections/define.ts';
import { type Difference, FOREIGN, httpApi, iamUser, person, record } from '../../shared/detections/example.ts';
import type { Finding } from '../../shared/detections/hit.ts';
import { processObject } from '../../shared/pipeline/process-object.ts';
import { Tally } from '../../shared/pipeline/tally.ts';

const nothing = { title: '', records: [] };
const about: Omit<Sequence, 'id' | 'key' | 'withinHours' | 'ordered' | 'steps'> = {
  topic: 'U',
  title: 'test',
  severity: 'high',
  attack: ['T1078'],
  why: 'a test',
  benign: ['a test'],
  runbook: ['read the test'],
  examples: () => ({ fires: [nothing], quiet: [nothing] }),
};

/** A detection of one operation, whose severity is what the request says. */
const detection = (id: string, name: string) =>
  defineDetection({
    ...about,
    id,
    on: { source: 'test', names: [name], outcome: 'any' },
    match: ({ params }) => ({
      severity: (params['severity'] as Severity | undefined) ?? 'high',
      target: String(params['target'] ?? 'thing'),
      api: (params['apis'] as string[] | undefined) ?? [],
    }),
  });
const detections = [detection('one', 'One'), detection('two', 'Two'), detection('three', 'Three')];
const sequence = (changes: Partial<Sequence> = {}): Sequence =>
  defineSequence({
    ...about,
    id: 'seq-test',
    key: 'account',
    withinHours: 6,
    ordered: true,
    steps: [
      { title: 'one', detections: ['one'] },
      { title: 'two', detections: ['two'] },
      { title: 'three', detections: ['three'] },
    ],
    ...changes,
  });

const call = (
  name: string,
  minute: number,
  params: Record<string, unknown> = {},
  difference: Difference = {},
): RawRecord =>
  record('test', name, { minute, params, ...difference, also: { eventID: `${name}@${minute}`, ...difference.also } });

/** What files in this order, one after the other, lead to. */
async function live(
  files: readonly (readonly RawRecord[])[],
  of: Sequence,
  trusted: string[] = [],
): Promise<Finding[]> {
  const state = new MemoryStateStore();
  const found: Finding[] = [];
  for (const [index, records] of files.entries()) {
    const bytes = Buffer.from(JSON.stringify({ Records: records }));
    const deps = {
      source: { read: () => bytes },
      state,
      catalogue: new Catalogue(detections, [of]),
      config: { ...DEFAULT_CONFIG, accounts: { own: [], trusted } },
      scope: {},
      tally: new Tally(),
      now: Number.POSITIVE_INFINITY,
    };
    found.push(...(await processObject(deps, { key: String(index) })));
    expect(deps.tally.detectionErrors).toEqual([]);
  }
  return found.filter(({ channel }) => channel === 'sequence');
}

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

describe('what joins the steps', () => {
  const pair = (key: Sequence['key']) =>
    sequence({
      key,
      steps: [
        { title: 'one', detections: ['one'] },
        { title: 'two', detections: ['two'] },
      ],
    });

  it('is who acted', async () => {
    const by = iamUser('mallory');
    expect(await live([[call('One', 0, {}, { by }), call('Two', 1, {}, { by })]], pair('principal'))).toHaveLength(1);
    expect(await live([[call('One', 0, {}, { by }), call('Two', 1, {}, { by: person() })]], pair('principal'))).toEqual(
      [],
    );
  });

  it('is who assumed the role that acted', async () => {
    const by = iamUser('mallory', 'AKIAEXAMPLEEXAMPLE05');
    const session = { ...person(), accessKeyId: 'ASIAEXAMPLEEXAMPLE06' };
    const assume = record('sts', 'AssumeRole', {
      minute: 1,
      by,
      response: { credentials: { accessKeyId: 'ASIAEXAMPLEEXAMPLE06' } },
    });
    const files = [[call('One', 0, {}, { by }), { ...assume, eventID: 'assume' }, call('Two', 2, {}, { by: session })]];
    expect(await live(files, pair('principal'))).toMatchObject([{ origin: { name: 'mallory' } }]);
  });

  it('is the account, and not another one', async () => {
    const elsewhere = { account: '222222222222' };
    expect(await live([[call('One', 0, {}, elsewhere), call('Two', 1, {}, elsewhere)]], pair('account'))).toHaveLength(
      1,
    );
    expect(await live([[call('One', 0), call('Two', 1, {}, elsewhere)]], pair('account'))).toEqual([]);
  });

  it('is the thing it was done to', async () => {
    expect(
      await live([[call('One', 0, { target: 'x' }), call('Two', 1, { target: 'x' })]], pair('target')),
    ).toHaveLength(1);
    expect(await live([[call('One', 0, { target: 'x' }), call('Two', 1, { target: 'y' })]], pair('target'))).toEqual(
      [],
    );
  });

  it('is an API, also one of several that a match names', async () => {
    const one = call('One', 0, { apis: ['api1', 'api2'] });
    expect(await live([[one, call('Two', 1, { apis: ['api2'] })]], pair('api'))).toMatchObject([
      { event: { api: 'api2' } },
    ]);
    expect(await live([[one, call('Two', 1, { apis: ['api3'] })]], pair('api'))).toEqual([]);
    expect(await live([[call('One', 0), call('Two', 1)]], pair('api'))).toEqual([]);
  });

  it('is the API of an API Gateway call itself', async () => {
    const of = sequence({
      key: 'api',
      steps: [
        { title: 'one', detections: ['one'] },
        { title: 'called', on: { source: 'apigateway', names: ['CreateDeployment'] } },
      ],
    });
    const deploy = (apiId: string) => ({ ...httpApi('CreateDeployment', { apiId }, { minute: 1 }), eventID: apiId });
    expect(await live([[call('One', 0, { apis: ['api1'] }), deploy('api1')]], of)).toHaveLength(1);
    expect(await live([[call('One', 0, { apis: ['api1'] }), deploy('api2')]], of)).toEqual([]);
  });
});
