import type { TrailEvent } from '../../shared/cloudtrail/event.ts';
import { type Detection, defineDetection } from '../../shared/detections/define.ts';
import { ABOUT } from './sequences.ts';

/** Rules that see only what may be a first sight, and rules that ask for more than one thing. */
const who = (event: TrailEvent): string => event.principal.key;

const firstOf = defineDetection({
  ...ABOUT,
  id: 'law-sighted',
  title: 'New region, asked of first sights only',
  on: { first: 'region', outcome: 'any' },
  state: { firstSeen: { subject: who, value: (event) => event.region, noun: 'region', learnDays: 1 } },
});

const sightedCount = defineDetection({
  ...ABOUT,
  id: 'law-sighted-count',
  title: 'Two regions in an hour, asked of first sights only',
  on: { first: 'region', outcome: 'any' },
  state: {
    count: { subject: who, distinct: (event) => event.region, atLeast: 2, withinMinutes: 60, noun: 'regions' },
  },
});

const dormant = defineDetection({
  ...ABOUT,
  id: 'law-dormant',
  title: 'Back after days away',
  on: { first: 'caller', outcome: 'any' },
  state: { dormant: { subject: who, days: 1, activeDays: 1, noun: 'the caller' } },
});

const borneOut = defineDetection({
  ...ABOUT,
  id: 'law-still',
  title: 'Created while two settings agree',
  on: { source: 'iam', names: ['CreateUser'] },
  state: {
    given: [
      {
        setting: 'apigateway.method.authorizationType',
        of: () => 'a1/r1/GET',
        unknown: 'quiet',
        still: {
          setting: 'apigateway.method.authorizationType',
          of: () => 'a1/r1/GET',
          says: (now, of) => now === 'NONE' && of === 'a1/r1/GET',
        },
        judge: (value, severity, told) => ({
          severity,
          reason: `${told.length} told, ${value} borne out`,
          apis: ['a1'],
        }),
      },
      { setting: 'never.told', of: who, judge: () => 'quiet' },
    ],
  },
});

export const sightingRules: readonly Detection[] = [firstOf, sightedCount, dormant, borneOut];
