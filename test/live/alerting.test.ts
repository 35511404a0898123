import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../shared/alerts/alert.ts';
import { Alerting, type AlertingState } from '../../shared/alerts/alerting.ts';
import { dayOf } from '../../shared/cloudtrail/time.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import { SEVERITIES } from '../../shared/detections/severity.ts';
import { packed, unpacked } from '../../shared/live/packed.ts';
import { crossing } from '../alerts/crossing.ts';
import { bob, finding } from '../alerts/finding.ts';

const catalogue = builtInCatalogue();
const DAY_MINUTES = 24 * 60;
const FIRST = dayOf(finding('a', 0).time);
const alice = finding('a', 0).origin;

/** Something found at a minute, of alice or bob; `joins`: as a sequence it takes in what stands so many places before it. */
const found = fc.record({
  kind: fc.constantFrom('rule', 'rule', 'rule', 'sequence', 'crossing'),
  minute: fc.integer({ min: -9 * 60, max: 6 * DAY_MINUTES }),
  severity: fc.constantFrom(...SEVERITIES),
  who: fc.constantFrom(alice, bob),
  joins: fc.integer({ min: 1, max: 4 }),
});
type Found = typeof found extends fc.Arbitrary<infer T> ? T : never;

function findingOf({ kind, minute, severity, who, joins }: Found, at: number) {
  const own = [`event-f${at}`];
  const eventIds = kind === 'sequence' ? [...own, `event-f${at - joins}`] : own;
  const channel = kind === 'sequence' ? 'sequence' : 'rule';
  return finding(`f${at}`, minute, { severity, origin: who, channel, eventIds });
}

/** What was found by UTC day. */
function byDay(all: readonly Found[]) {
  const findings = all.flatMap((one, at) => (one.kind === 'crossing' ? [] : [findingOf(one, at)]));
  const crossings = all.flatMap((one, at) =>
    one.kind === 'crossing' ? [crossing(one.minute, one.who.key, { id: `c${at}` })] : [],
  );
  const days = [...new Set([...findings, ...crossings].map(({ time }) => dayOf(time)))].sort((a, b) => a - b);
  return days.map((day) => ({
    day,
    findings: findings.filter(({ time }) => dayOf(time) === day),
    crossings: crossings.filter(({ time }) => dayOf(time) === day),
  }));
}

interface Outcome {
  readonly alerts: readonly Alert[];
  readonly digest: readonly Alert[];
}

function inOrder({ alerts, digest }: Outcome): Outcome {
  const sorted = (all: readonly Alert[]) => [...all].sort((a, b) => (a.time + a.id < b.time + b.id ? -1 : 1));
  return { alerts: sorted(alerts), digest: sorted(digest) };
}

/** All days by one, and all alerts at the end. */
function whole(days: ReturnType<typeof byDay>, budgets: readonly number[]): Outcome {
  const alerting = new Alerting(DEFAULT_CONFIG, catalogue);
  for (const { day, findings, crossings } of days)
    alerting.day(findings, day + 1, { crossings, budget: budgets[day - FIRST] ?? 1 });
  return inOrder(alerting.end());
}

/** Each day by another, who knows of those before only what was written down; what is complete is taken out at some of them. */
function apart(days: ReturnType<typeof byDay>, budgets: readonly number[], takes: readonly boolean[]): Outcome {
  let text: string | undefined;
  const alerts: Alert[] = [];
  const digest: Alert[] = [];
  const next = () =>
    new Alerting(DEFAULT_CONFIG, catalogue, text === undefined ? undefined : unpacked<AlertingState>(text, 'books'));
  const last = days.at(-1)?.day ?? FIRST;
  for (let day = days[0]?.day ?? FIRST; day <= last; day += 1) {
    const today = days.find((one) => one.day === day);
    const alerting = next();
    if (today !== undefined)
      alerting.day(today.findings, day + 1, { crossings: today.crossings, budget: budgets[day - FIRST] ?? 1 });
    // A silent day: the books may be closed on it, or not.
    else if (takes[day - FIRST]) alerting.day([], day + 1);
    if (takes[day - FIRST]) {
      const told = alerting.take(day + 1);
      alerts.push(...told.alerts.map(({ alert }) => alert));
      digest.push(...told.digest.map(({ alert }) => alert));
    }
    text = packed(alerting.state());
  }
  const end = next().end();
  return inOrder({ alerts: [...alerts, ...end.alerts], digest: [...digest, ...end.digest] });
}

describe('days that are alerted one by one, each by somebody else', () => {
  it('come to what they come to together', () => {
    fc.assert(
      fc.property(
        fc.array(found, { maxLength: 25 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 8, maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        (all, budgets, takes) => {
          const days = byDay(all);
          expect(apart(days, budgets, takes)).toEqual(whole(days, budgets));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('keep to their budget, whoever has written it down', () => {
    const days = byDay(
      Array.from({ length: 9 }, (_, at) => ({
        kind: 'rule',
        minute: at * DAY_MINUTES * 0.6,
        severity: 'medium',
        who: at % 2 === 0 ? alice : bob,
        joins: 1,
      })) as Found[],
    );
    const { alerts, digest } = apart(
      days,
      [],
      Array.from({ length: 8 }, () => true),
    );
    expect(alerts.length + digest.length).toBeGreaterThan(6);
    expect(whole(days, [])).toEqual({ alerts, digest });
  });
});
