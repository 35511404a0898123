import type { TrailEvent } from '../../shared/cloudtrail/event.ts';
import { filled } from '../../shared/cloudtrail/field.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import { type Detection, defineDetection } from '../../shared/detections/define.ts';
import { ABOUT, lawSequences } from './sequences.ts';
import { sightingRules } from './sighting-rules.ts';

/** One small rule for each thing that a rule can ask of the state, so that the laws hold for all of them. */
const who = (event: TrailEvent): string => event.principal.key;

const plain = defineDetection({
  ...ABOUT,
  id: 'law-plain',
  title: 'User created',
  on: { source: 'iam', names: ['CreateUser'] },
  match: (event) => {
    const target = filled(event.params, 'userName');
    return target === undefined ? true : { target, what: `created ${target}`, resource: `user ${target}` };
  },
});

const several = defineDetection({
  ...ABOUT,
  id: 'law-several',
  title: 'Several matches in one event',
  on: { source: 'iam', names: ['CreateUser'] },
  match: (event) => [{ resource: `first of ${event.account}` }, { resource: 'second', severity: 'low' }],
});

const changed = defineDetection({
  ...ABOUT,
  id: 'law-changed',
  title: 'Authorization changed',
  on: { source: 'apigateway', names: ['UpdateMethod'] },
  state: { changed: { settings: ['apigateway.method.authorizationType'] } },
});

const firstSeen = (id: string, more: { known?: 'info'; learning?: 'low' }): Detection =>
  defineDetection({
    ...ABOUT,
    id,
    title: 'New region',
    on: { names: ['ListUsers', 'CreateUser'] },
    state: { firstSeen: { subject: who, value: (event) => event.region, noun: 'region', learnDays: 1, ...more } },
  });

const count = (id: string, below: 'quiet' | 'info'): Detection =>
  defineDetection({
    ...ABOUT,
    id,
    title: 'Many kinds of calls',
    on: { outcome: 'any' },
    state: {
      count: {
        subject: who,
        distinct: (event) => `${event.service}:${event.name}`,
        atLeast: 3,
        withinMinutes: 60,
        noun: 'kinds of calls',
        below,
      },
    },
  });

const flood = defineDetection({
  ...ABOUT,
  id: 'law-flood',
  title: 'Flood of calls',
  on: { names: ['ListUsers', 'CreateUser'], outcome: 'any' },
  state: { count: { subject: (event) => event.account, atLeast: 64, withinMinutes: 2, noun: 'calls' } },
});

const calls = defineDetection({
  ...ABOUT,
  id: 'law-calls',
  title: 'Calls, each counted',
  on: { names: ['CreateUser'] },
  state: { count: { subject: who, atLeast: 2, withinMinutes: 60, noun: 'calls' } },
});

const given = defineDetection({
  ...ABOUT,
  id: 'law-given',
  title: 'Created while the method is open',
  on: { source: 'iam', names: ['CreateUser'] },
  state: {
    given: {
      setting: 'apigateway.method.authorizationType',
      of: () => 'a1/r1/GET',
      judge: (value) => ({ severity: value === 'NONE' ? 'high' : 'low', reason: `authorization is ${value}` }),
    },
  },
});

export const foreign = defineDetection({
  ...ABOUT,
  id: 'law-foreign',
  title: 'Stranger let in',
  on: { source: 'iam', names: ['UpdateAssumeRolePolicy'] },
  match: (event) => ({ foreign: { accounts: [filled(event.params, 'let') ?? '999999999999'], required: true } }),
});

const agent = defineDetection({
  ...ABOUT,
  id: 'law-agent',
  title: 'Odd tool',
  on: { agent: (text) => text.startsWith('odd') },
});

export const lawDetections: readonly Detection[] = [
  plain,
  several,
  changed,
  firstSeen('law-first', {}),
  firstSeen('law-first-told', { known: 'info', learning: 'low' }),
  count('law-burst', 'quiet'),
  count('law-burst-told', 'info'),
  flood,
  calls,
  given,
  foreign,
  agent,
  ...sightingRules,
];
export function lawCatalogue(detections: readonly Detection[] = lawDetections): Catalogue {
  return new Catalogue(detections, lawSequences);
}
