import { describe, expect, it } from 'vitest';
import { progressLine } from '../../functions/cli/progress.ts';
import type { Alert } from '../../shared/alerts/alert.ts';
import { withinBudget } from '../../shared/alerts/budget.ts';
import { alertOf } from '../../shared/alerts/explain.ts';
import { fillStep } from '../../shared/alerts/next-steps.ts';
import { plainText } from '../../shared/alerts/plain-text.ts';
import { suppressionOf } from '../../shared/alerts/suppression.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import { finding } from './finding.ts';

const catalogue = builtInCatalogue();

describe('an alert', () => {
  const incident = {
    subject: '111111111111/user/alice',
    start: finding('a', 0).time,
    crossings: [],
    findings: [
      finding('a', 0, { severity: 'low' }),
      finding('b', 5),
      finding('c', 7, { rule: 'iam-admin-policy-attached', title: 'Admin', severity: 'high' }),
    ],
  };

  it('leads with the worst, is timed by what made it fire, and names all events', () => {
    const alert = alertOf(incident, 'medium', catalogue);
    expect(alert).toMatchObject({
      severity: 'high',
      channel: 'rule',
      time: '2026-11-02T10:05:00Z',
      findingIds: ['c', 'b', 'a'],
      eventIds: ['event-a', 'event-b', 'event-c'],
    });
    expect(alert.title).toBe('Admin: IAM user eve (and 2 other findings)');
    expect(alert.summary).toBe(
      'IAM user alice created IAM user eve (account 111111111111, 2026-11-02 10:07:00 UTC, from 198.51.100.7). 3 findings within 7 minutes, also: IAM user created.',
    );
    expect(alert.reasons.map(({ text }) => text.split(':')[0])).toEqual([
      'Admin (high)',
      'IAM user created (medium, 2 times)',
    ]);
    expect(alert.reasons.reduce((sum, { bits }) => sum + (bits ?? 0), 0)).toBe(alert.score);
    expect(alert.nextSteps.length).toBeGreaterThan(2);
    expect(alert.nextSteps.join()).not.toMatch(/\{\w+\}/);
  });

  it('has the same id whatever joins it later', () => {
    const later = { ...incident, findings: [...incident.findings, finding('d', 90, { severity: 'critical' })] };
    expect(alertOf(later, 'medium', catalogue).id).toBe(alertOf(incident, 'medium', catalogue).id);
  });
});

describe('log text in an alert', () => {
  it.each([
    ['a\u001b[31mred', 'a\\u{1b}[31mred'],
    ['two\nlines', 'two lines'],
    ['\u202Egnp.exe', '\\u{202e}gnp.exe'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['Grüße 漢字', 'Grüße 漢字'],
  ])('%j is shown as %j', (hostile, shown) => expect(plainText(hostile)).toBe(shown));

  it('fills a step, with times to both sides, and says what it does not know', () => {
    expect(fillStep('{principal} {target} {time-1h} {time+30m} {api} {before}', finding('a', 0))).toBe(
      'alice eve 2026-11-02T09:00:00Z 2026-11-02T10:30:00Z (unknown api) (unknown before)',
    );
    expect(
      fillStep('{principal}', finding('a', 0, { origin: { ...finding('a', 0).origin, name: '{time}\u0007' } })),
    ).toBe('{time}\\u{7}');
  });
});

describe('a suppression', () => {
  const quieted = (suppression: object, minute = 0) =>
    suppressionOf(finding('a', minute), {
      ...DEFAULT_CONFIG,
      suppressions: [{ reason: 'known', owner: 'ops', expires: '2026-11-03', ...suppression }],
    }) !== undefined;

  it.each([
    [{ detection: 'iam-user-created' }, true],
    [{ detection: 'iam-*', principal: '*/user/alice' }, true],
    [{ principal: 'alice' }, true],
    [{ detection: 'iam-user-created', account: '222222222222' }, false],
    [{ resource: 'IAM user bob' }, false],
    [{ ip: '198.51.100.*' }, true],
  ])('%j: %s', (suppression, quiet) => expect(quieted(suppression)).toBe(quiet));

  it('ends with the day before its expiry', () => {
    expect(quieted({ detection: '*' }, 13 * 60 + 59)).toBe(true);
    expect(quieted({ detection: '*' }, 14 * 60)).toBe(false);
  });
});

describe('the budget', () => {
  const alert = (id: string, severity: Alert['severity'], day = '02', channel: Alert['channel'] = 'rule', score = 0) =>
    ({ id, severity, time: `2026-11-${day}T10:00:00Z`, channel, score }) as Alert;
  const ids = (alerts: readonly Alert[]): string[] => alerts.map(({ id }) => id);
  const many = (number: number, severity: Alert['severity'], day: string): Alert[] =>
    Array.from({ length: number }, (_, index) => alert(`${severity}-${day}-${index}`, severity, day));

  it('keeps high and critical rules, and of the others the more severe, up to five days of it at once', () => {
    const all = [
      ...many(6, 'low', '02'),
      alert('medium', 'medium'),
      ...many(9, 'critical', '02'),
      ...many(9, 'high', '02'),
    ];
    const { alerts, digest } = withinBudget(all, 1);
    expect(alerts).toHaveLength(18 + 5);
    expect(ids(alerts)).toContain('medium');
    expect(ids(digest)).toEqual(['low-02-4', 'low-02-5']);
  });
  it('fills up again by the budget a day, and saves no more than five days', () => {
    const spent = many(5, 'medium', '02');
    expect(withinBudget([...spent, ...many(3, 'medium', '04')], 1).digest).toHaveLength(1);
    expect(withinBudget([...spent, ...many(9, 'medium', '28')], 1).digest).toHaveLength(4);
    expect(withinBudget([...spent, ...many(3, 'medium', '12')], 0.2).digest).toHaveLength(4 + 2);
  });
  it('governs behaviour of any severity; the more evidence the earlier', () => {
    const all = [1, 2, 3, 4, 5, 6].map((bits) => alert(`b${bits}`, 'high', '02', 'acute', bits));
    expect(ids(withinBudget(all, 1).digest)).toEqual(['b1']);
  });
});

it('progress tells files, events, speed and what is left', () => {
  expect(progressLine(50, 200, 86_112, 2)).toBe('50 of 200 files · 86,112 events · 43,056 events/s · 6 s left');
});
