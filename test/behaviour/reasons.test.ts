import { describe, expect, it } from 'vitest';
import { severityOf, shownReasons, summaryOf, titleOf } from '../../shared/alerts/unusual.ts';
import { type Crossing, crossingOf } from '../../shared/behaviour/crossing.ts';
import { reasonsOf, wordOf } from '../../shared/behaviour/reasons.ts';
import { subjectOf } from '../../shared/behaviour/subject.ts';
import type { BehaviourChannel } from '../../shared/behaviour/thresholds.ts';
import type { ActivityItem } from '../../shared/state/activity.ts';
import { MEMBER } from '../../shared/state/parent.ts';
import type { ProfileItem } from '../../shared/state/profile.ts';
import { activityOf, profileOf, recordOf, sampled, WHO } from '../state/made.ts';
import { contextOf, EVERYBODY, PEERS, scored, span, TODAY } from './made.ts';

const OLD = span(60, 99);
const USES = {
  [EVERYBODY]: { [MEMBER]: 30, siam: 9, 'aiam:CreateUser': 3, nAS1: 500 },
  [PEERS]: { [MEMBER]: 6, 'aiam:CreateUser': 1 },
};
const CONTEXT = contextOf(USES);
/** A day with something of everything. */
const BUSY = activityOf(
  TODAY,
  [
    'aiam:CreateUser',
    'aiam:DeleteUser',
    'aec2:TerminateInstances',
    'as3:DeleteBucket',
    'akms:DisableKey',
    'nAS7',
    'uevil/1',
    'raf-south-1',
    'tuser eve',
    'diam',
  ],
  { calls: span(0, 59).map((index) => sampled(`c${index}`, 3, TODAY * 86_400_000 + index * 60_000)) },
);
const records = new Map(OLD.map((day) => [day, recordOf({ acute: 4, slow: day === 99 ? 9 : 3 })]));
const KNOWN = profileOf(OLD, { nAS2: OLD, nAS3: [70, 71], 'as3:DeleteBucket': [61] }, { records });

function crossing(
  channel: BehaviourChannel,
  activity: ActivityItem = BUSY,
  profile: ProfileItem | 'unknown' = KNOWN,
  isLearning = false,
): Crossing {
  const thresholds = { acute: 5, rate: 1, slow: 5, days: 30, isLearning };
  return crossingOf(
    scored(activity, profile === 'unknown' ? undefined : profile, CONTEXT),
    channel,
    thresholds,
    CONTEXT,
  );
}
const bitsIn = (one: Crossing): number => reasonsOf(one).reduce((sum, { bits = 0 }) => sum + bits, 0);

describe('the reasons of an unusual day', () => {
  it.each(['acute', 'rate', 'slow'] as const)('add up to its %s score, and each says since when', (channel) => {
    for (const profile of [KNOWN, 'unknown', profileOf([99])] as const)
      for (const activity of [BUSY, { ...BUSY, who: { ...WHO, class: 'root' } }]) {
        const one = crossing(channel, activity, profile);
        expect(one.scores[channel]).toBeGreaterThan(0);
        expect(bitsIn(one)).toBeCloseTo(one.scores[channel], 6);
        for (const { since, text } of reasonsOf(one)) {
          expect(since).toBe(profile === KNOWN ? '1970-03-02' : profile === 'unknown' ? '1970-04-11' : '1970-04-10');
          expect(text).not.toMatch(/undefined|NaN|null/);
        }
      }
  });

  it('are told the strongest first, five by one and the rest together', () => {
    const reasons = reasonsOf(crossing('acute'));
    expect(reasons).toHaveLength(6);
    const named = reasons.slice(0, 5).map(({ bits = 0 }) => bits);
    expect(named).toEqual([...named].sort((a, b) => b - a));
    expect(reasons[5]?.text).toMatch(/^\d+ smaller signs: /);
  });

  it('quote only what state holds', () => {
    const { subject, evidence } = crossing('acute');
    const few = activityOf(TODAY, ['aiam:CreateUser', 'aiam:TagUser', 'nAS7']);
    const text = reasonsOf(crossing('acute', few))
      .map((one) => `${one.text} | ${one.usual ?? ''}`)
      .join('\n');
    expect(text).toContain(
      'unseen iam:CreateUser: 0 of 40 active days, 1 of 6 peers, 3 of 30 other principals, with iam:TagUser',
    );
    expect(text).toContain(
      'unseen network AS7, known to nobody here: 0 of 40 active days, 0 of 6 peers, 0 of 30 other principals | AS2 (40 of 40 days), AS3 (2 of 40 days)',
    );
    expect(subject.age).toBe(40);
    const [volume] = evidence.filter(({ kind }) => kind === 'volume');
    // Of 40 days as recordOf makes them: 2 changes and no sensitive calls.
    expect(volume).toMatchObject({ count: 60, activeDays: 40, days: volume?.value === 'sensitive calls' ? 0 : 40 });
  });

  it('say when it was last, and that more than 64 are not told apart', () => {
    const text = reasonsOf(crossing('slow', activityOf(TODAY, ['as3:DeleteBucket', 'nAS1', 'aiam:CreateUser'])))
      .map((one) => one.text)
      .join('\n');
    expect(text).toContain('rare s3:DeleteBucket: 1 of 40 active days (last 1970-03-03)');
    expect(text).toContain(
      'unseen network AS1, known to others of the organisation only: 0 of 40 active days, 0 of 6 peers, 64 or more of 30 other principals',
    );
  });

  it('of a slow score tell what today adds and what had gathered', () => {
    const one = crossing('slow', activityOf(TODAY, ['nAS7']));
    const [today, before] = reasonsOf(one);
    // 9 bits of yesterday, of which nine tenths are left, and 8 of today: never a new network in forty days.
    expect([today?.bits, before?.bits, one.scores.slow]).toEqual([8, 8.1, 16.1]);
    expect(before?.text).toMatch(/fade by a tenth a day: .*bits on 1970-04-10/);
    expect(crossing('slow', BUSY, 'unknown').scores.slow).toBe(12);
    // Fading goes on while it is away: 20 bits of five days ago are 20 * .9^5.
    const away = profileOf(span(60, 95), { nAS2: [95] }, { records: new Map([[95, recordOf({ slow: 20 })]]) });
    expect(crossing('slow', activityOf(TODAY, ['nAS2']), away).scores.slow).toBe(11.8);
    const alerted = profileOf(OLD, {}, { records: new Map([[99, recordOf({ slow: 9, alerted: 1 })]]) });
    expect(crossing('slow', activityOf(TODAY, ['nAS7']), alerted).scores.slow, 'begins anew after an alert').toBe(6.8);
  });

  it('never quote more days of use than days of activity, also after a long time away', () => {
    const long = span(1, 90);
    const away = profileOf([...long, 250], { nAS2: long, 'aiam:CreateUser': span(1, 90), uother: [250] });
    const activity = activityOf(251, ['nAS7', 'aiam:CreateUser']);
    const context = contextOf({}, {}, 251);
    const { evidence } = scored(activity, away, context);
    for (const one of evidence) {
      if (one.kind !== 'action' && one.kind !== 'novelty') continue;
      expect(one.use.days).toBeLessThanOrEqual(one.use.activeDays);
      if (one.kind === 'novelty')
        for (const [, days] of one.usual) expect(days).toBeLessThanOrEqual(one.use.activeDays);
    }
    expect(subjectOf(activity, away).age).toBe(1);
  });
});

describe('the four words', () => {
  it.each([
    [0, 0, 'unseen'],
    [0, 74, 'unseen'],
    [1, 74, 'rare'],
    [4, 81, 'rare'],
    [5, 100, 'infrequent'],
    [1, 20, 'infrequent'],
    [24, 96, 'frequent'],
    [23, 96, 'infrequent'],
    [1, 4, 'frequent'],
    [1, 1, 'frequent'],
  ] as const)('%i of %i days is %s', (days, activeDays, word) => {
    expect(wordOf({ days, activeDays })).toBe(word);
  });
});

describe('the alert’s text', () => {
  it('says who, how much where how much alerts, since when', () => {
    const text = summaryOf(crossing('acute'));
    expect(text).toMatch(
      /^111111111111\/role\/app on 1970-04-11 scored [\d.]+ bits, from \d+ signs; more than 5\.0 alert\. It is known on 40 active days since 1970-03-02, over it at /,
    );
    expect(titleOf(crossing('rate'))).toMatch(/^Unusual volume of app: /);
  });

  it('is the same when later days are known too', () => {
    const after = profileOf([TODAY, 110], { nAS7: [TODAY, 110] });
    for (const channel of ['acute', 'rate', 'slow'] as const) {
      const [fresh, again] = [crossing(channel, BUSY, 'unknown'), crossing(channel, BUSY, after)];
      expect(summaryOf(again)).toBe(summaryOf(fresh));
      expect(shownReasons(again)).toEqual(shownReasons(fresh));
      expect([again.time, again.eventId]).toEqual([fresh.time, fresh.eventId]);
    }
  });

  it('is severe where it is far over the threshold, and not while that is being learnt', () => {
    const severities = [
      crossing('acute'),
      crossing('acute', BUSY, KNOWN, true),
      crossing('rate'),
      crossing('acute', activityOf(TODAY, ['nAS7'])),
    ].map(severityOf);
    expect(severities).toEqual(['high', 'medium', 'medium', 'medium']);
  });

  it('shows hostile names as plain text', () => {
    const hostile = activityOf(TODAY, ['nAS7\u202e\n', 'uevil\u0007'], {
      who: { ...WHO, name: 'a\u202eb', key: 'k\n1' },
    });
    const one = crossing('acute', hostile);
    for (const text of [titleOf(one), summaryOf(one), ...shownReasons(one).map((reason) => reason.text)])
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
