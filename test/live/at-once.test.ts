import { describe, expect, it } from 'vitest';
import type { AlertNotice, Notice } from '../../shared/alerts/notice.ts';
import { DAY, HOUR } from '../../shared/cloudtrail/time.ts';
import { type Config, DEFAULT_CONFIG } from '../../shared/config.ts';
import type { Finding } from '../../shared/detections/hit.ts';
import { builtInCatalogue } from '../../shared/detections/index.ts';
import { tellAtOnce } from '../../shared/live/at-once.ts';
import { calibrate } from '../../shared/live/calibrate.ts';
import { finding } from '../alerts/finding.ts';
import { Live } from './runs.ts';

const catalogue = builtInCatalogue();
const START = finding('a', 0).time;
const SUBJECT = finding('a', 0).origin.key;
const minutes = (hours: number): number => hours * 60;

/** A pipeline that finds what it is given. */
class Finds {
  readonly live = new Live([], catalogue, DEFAULT_CONFIG);

  tell(findings: readonly Finding[], budget = 100, config: Config = DEFAULT_CONFIG) {
    return tellAtOnce({ ...this.live.deps(START + DAY), config }, findings, [], budget);
  }

  get sent(): AlertNotice[] {
    return this.live.sent.flatMap((notice) => ('alert' in notice ? [notice] : []));
  }

  async lately(): Promise<string[]> {
    const text = (await this.live.documents.read(`lately/live/${SUBJECT}`)) ?? '{"findings":[]}';
    return (JSON.parse(text) as { findings: Finding[] }).findings.map(({ id }) => id);
  }
}

const high = (id: string, hours: number, rule = id): Finding => finding(id, minutes(hours), { severity: 'high', rule });

describe('what is told at once', () => {
  it('is told however late it comes, when newer things of the subject are known', async () => {
    const finds = new Finds();
    await finds.tell([high('new', 9 * 24)]);
    await finds.tell([high('late', 0)]);
    expect(finds.sent.map(({ kind, detections }) => [kind, detections])).toEqual([
      ['alert', ['new']],
      ['alert', ['late']],
    ]);
  });

  it('stays one incident when what was before it is forgotten', async () => {
    const finds = new Finds();
    // Incidents from hour 0 and from hour 30; what comes at hour 49 is of the second.
    for (const [id, hours] of [
      ['a', 0],
      ['b', 10],
      ['c', 30],
      ['d', 49],
      ['e', 53],
    ] as const)
      await finds.tell([high(id, hours)]);
    expect(finds.sent.map(({ kind }) => kind)).toEqual(['alert', 'update', 'alert', 'update', 'update']);
    expect(new Set(finds.sent.map(({ id }) => id)).size).toBe(2);
  });

  it('leaves out what was suppressed since it came', async () => {
    const finds = new Finds();
    const quiet = { detection: 'r-noisy', reason: 'known', owner: 'ops', expires: '2027-01-01' };
    await finds.tell([finding('noisy', 1, { rule: 'r-noisy' })], 100);
    await finds.tell([high('b', 1)], 100, { ...DEFAULT_CONFIG, suppressions: [quiet] });
    expect(finds.sent.at(-1)?.alert.findingIds).not.toContain('noisy');
    expect(finds.sent.at(-1)?.alert.findingIds).toContain('b');
  });

  it('remembers of a flood only the first, and of each hour', async () => {
    const finds = new Finds();
    const flood = Array.from({ length: 3000 }, (_, at) => high(`f-${at}`, at / 1000, 'one-rule'));
    await finds.tell(flood);
    expect(finds.sent).toHaveLength(1);
    const kept = await finds.lately();
    expect(kept).toHaveLength(60);
    expect(kept[0]).toBe('f-0');
    await finds.tell([high('other', 2.9)]);
    expect(finds.sent.map(({ kind }) => kind)).toEqual(['alert', 'update']);
  });

  it('gives back what the budget has no room for', async () => {
    const finds = new Finds();
    const people = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id, at) => {
      const origin = { ...finding('a', 0).origin, key: `111111111111/user/${id}` };
      return finding(id, at, { origin, chain: [origin] });
    });
    const withheld = await finds.tell(people, 1);
    expect(finds.sent.length + withheld.length).toBe(7);
    expect(finds.sent).toHaveLength(5);
  });
});

describe('the digest', () => {
  it('tells what was over the budget before a log fell silent', async () => {
    const live = new Live([], catalogue, DEFAULT_CONFIG);
    const day = Math.floor(START / DAY);
    const waiting = Array.from({ length: 8 }, (_, at) => {
      const origin = { ...finding('a', 0).origin, key: `111111111111/user/${at}` };
      const one = finding(`f${at}`, at, { origin, chain: [origin] });
      return { subject: origin.key, start: one.time, findings: [one], crossings: [] };
    });
    const books = { day, state: { open: waiting, waiting: [], lefts: {}, budgets: [[day, 1]] } };
    await live.documents.change('books/live', () => ({ text: JSON.stringify(books), result: undefined }));
    await live.documents.change('progress/live', () => ({
      text: JSON.stringify({ through: day, waiting: [], late: [] }),
      result: undefined,
    }));
    for (const hours of [0, 1]) await calibrate(live.deps((day + 3) * DAY + (4 + hours) * HOUR), 0);
    const digests = live.sent.flatMap((notice: Notice) => (notice.kind === 'digest' ? [notice] : []));
    expect(digests).toHaveLength(1);
    expect(digests[0]?.sent).toHaveLength(5);
    expect(digests[0]?.over).toHaveLength(3);
  });
});
