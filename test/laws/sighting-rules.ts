import type { TrailEvent } from '../../shared/cloudtrail/event.ts';
import { type Detection, defineDetection } from '../../shared/detections/define.ts';
import { networkOf } from '../../shared/detections/network.ts';
import { ABOUT } from './sequences.ts';

/** Rules that see only what may be a first sight, and rules that ask for more than one thing. */
const who = (event: TrailEvent): string => event.principal.key;

const firstOf = defineDetection({
  ...ABOUT,
  id: 'law-sighted',
  title: 'New region, asked of first sights only',
  on: { first: 'account', outcome: 'any' },
  state: {
    firstSeen: { subject: (event) => event.account, value: (event) => event.region, noun: 'region', learnDays: 1 },
  },
});

const sightedCount = defineDetection({
  ...ABOUT,
  id: 'law-sighted-count',
  title: 'Two networks in an hour, asked of first sights only',
  on: { first: 'network', outcome: 'any' },
  match: (event) => networkOf(event) !== undefined,
  state: {
    count: { subject: who, distinct: networkOf, atLeast: 2, withinMinutes: 60, noun: 'networks' },
  },
});

const sightedDay = defineDetection({
  ...ABOUT,
  id: 'law-sighted-day',
  title: 'A new network beside another on the same day',
  on: { first: 'network', outcome: 'any' },
  match: (event) => networkOf(event) !== undefined,
  state: {
    firstSeen: { subject: who, value: networkOf, noun: 'network', learnDays: 1 },
    count: { subject: who, distinct: networkOf, atLeast: 2, withinMinutes: 1440, noun: 'networks' },
  },
});

const sightedService = defineDetection({
  ...ABOUT,
  id: 'law-sighted-service',
  title: 'New service, asked of first writes only',
  on: { first: 'service', outcome: 'any' },
  state: {
    firstSeen: {
      subject: who,
      value: ({ service, region }) => `${service} in ${region}`,
      noun: 'service',
      learnDays: 1,
    },
  },
});

const sightedAddress = defineDetection({
  ...ABOUT,
  id: 'law-sighted-address',
  title: 'Two addresses of one session, asked of sessions that may be people’s',
  on: { first: 'ip', outcome: 'any', arn: (arn) => arn.includes('@') || arn.includes(':user/') },
  state: {
    count: { subject: (event) => event.ip, distinct: who, atLeast: 2, withinMinutes: 60, noun: 'callers' },
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

export const sightingRules: readonly Detection[] = [
  firstOf,
  sightedCount,
  sightedDay,
  sightedService,
  sightedAddress,
  dormant,
  borneOut,
];
