import { describe, expect, it } from 'vitest';
import { type Detection, defineDetection } from '../../shared/detections/define.ts';
import { replayed } from './replays.ts';
import { lawCatalogue, lawDetections } from './rules.ts';
import { ABOUT } from './sequences.ts';
import { type Act, recordsOf } from './universe.ts';

const boom = (): never => {
  throw new Error('boom');
};
const throwing = { ...ABOUT, id: 'law-throws', title: 'Throws', on: { outcome: 'any' } } as const;
const counting = { atLeast: 2, withinMinutes: 5, noun: 'calls' } as const;
const seen = { noun: 'value', learnDays: 1 } as const;
const method = 'apigateway.method.authorizationType';

/** A detection for every place where its own code runs. */
const WAYS: readonly [place: string, detection: Detection][] = [
  ['match', defineDetection({ ...throwing, match: boom })],
  ['on.agent', defineDetection({ ...throwing, on: { agent: boom } })],
  ['on.operation', defineDetection({ ...throwing, on: { operation: boom } })],
  ['on.arn', defineDetection({ ...throwing, on: { first: 'ip', arn: boom } })],
  [
    'dormant.subject',
    defineDetection({ ...throwing, state: { dormant: { subject: boom, days: 1, activeDays: 1, noun: 'it' } } }),
  ],
  ['aged.subject', defineDetection({ ...throwing, state: { aged: { subject: boom, days: 1, noun: 'it' } } })],
  [
    'firstSeen.subject',
    defineDetection({ ...throwing, state: { firstSeen: { ...seen, subject: boom, value: () => 'v' } } }),
  ],
  [
    'firstSeen.value',
    defineDetection({ ...throwing, state: { firstSeen: { ...seen, subject: () => 's', value: boom } } }),
  ],
  ['count.subject', defineDetection({ ...throwing, state: { count: { ...counting, subject: boom } } })],
  [
    'count.distinct',
    defineDetection({ ...throwing, state: { count: { ...counting, subject: () => 's', distinct: boom } } }),
  ],
  ['changed.judge', defineDetection({ ...throwing, state: { changed: { settings: [method], judge: boom } } })],
  ['given.of', defineDetection({ ...throwing, state: { given: { setting: method, of: boom, judge: () => 'quiet' } } })],
  [
    'given.judge',
    defineDetection({ ...throwing, state: { given: { setting: method, of: () => 'a1/r1/GET', judge: boom } } }),
  ],
];

/** Not what a match may give back, but what plain JavaScript can. */
const WRONG: readonly unknown[] = [
  null,
  7,
  'text',
  [null],
  { what: 7 },
  { resource: {} },
  { reasons: [5] },
  { reasons: 7 },
];

const base = { who: 'user', region: 'us-east-1', told: 'own', updated: false, second: 0, minute: 0 } as const;
const acts: Act[] = [
  { ...base, what: 'auth', value: 'a', day: 0 },
  { ...base, what: 'auth', value: 'b', day: 1 },
  { ...base, what: 'create', value: 'a', day: 1, minute: 1 },
  { ...base, what: 'odd', value: 'a', day: 2 },
];
const files = [{ key: 'all', records: recordsOf(acts).flat() }];

describe('law 5: a detection that throws', () => {
  it.each(WAYS)('in %s stops nobody else, and is counted and named', async (_place, detection) => {
    const calm = await replayed(files, lawCatalogue());
    const { findings, tally } = await replayed(files, lawCatalogue([detection, ...lawDetections]));
    const ofOthers = findings.split('\n').filter((line) => !line.includes('"law-throws"'));
    expect(ofOthers.join('\n')).toBe(calm.findings);
    expect(tally.records).toEqual(calm.tally.records);
    expect(tally.failures).toEqual([]);
    expect(tally.byDetection.get('law-throws')?.errors).toBeGreaterThan(0);
    expect(tally.detectionErrors[0]).toMatchObject({ detection: 'law-throws', reason: 'boom' });
    expect(tally.complete).toBe(false);
  });

  it.each(WRONG.map((value) => [JSON.stringify(value), value] as const))(
    'or gives back %s never stops the replay, and never says something of others',
    async (_name, value) => {
      const calm = await replayed(files, lawCatalogue());
      const wrong = { ...throwing, match: () => value } as unknown as Detection;
      const { raw, tally } = await replayed(files, lawCatalogue([wrong, ...lawDetections]));
      expect(raw.filter(({ rule }) => rule !== 'law-throws').map(({ id }) => id)).toEqual(calm.raw.map(({ id }) => id));
      expect(tally.failures).toEqual([]);
      expect(tally.imbalance).toBe('');
    },
  );
});

describe('a value from the log', () => {
  it('that is an asterisk is not taken for any value', async () => {
    const anyRegion = acts.map((one, day): Act => ({ ...one, what: 'list', day }));
    const records = recordsOf(anyRegion).flat();
    const last = { ...records.at(-1), awsRegion: '*' };
    const { raw } = await replayed([{ key: 'all', records: [...records.slice(0, -1), last] }], lawCatalogue());
    const found = raw.filter(({ rule }) => rule === 'law-first').map(({ event }) => event.region);
    expect(found).toEqual(['*']);
  });
});
