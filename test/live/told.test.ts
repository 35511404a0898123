import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import type { Alert } from '../../shared/alerts/alert.ts';
import type { Drawn, Part } from '../../shared/alerts/drawn.ts';
import type { AlertNotice } from '../../shared/alerts/notice.ts';
import { rank, SEVERITIES } from '../../shared/detections/severity.ts';
import { unpacked } from '../../shared/live/packed.ts';
import type { LiveDeps } from '../../shared/live/ports.ts';
import { LIVE } from '../../shared/live/ports.ts';
import { tell } from '../../shared/live/tell.ts';
import type { ToldIncident } from '../../shared/live/told.ts';

const SUBJECT = '111111111111/user/alice';
const LOUD = SEVERITIES.filter((severity) => rank(severity) >= rank('medium'));

/** An alert of these parts, as `draw` makes it. */
function drawnOf(parts: readonly Part[], actors: readonly string[], id = 'a-1', subject = SUBJECT): Drawn {
  const severity = parts.reduce(
    (worst, one) => (rank(one.severity) > rank(worst) ? one.severity : worst),
    LOUD[0] as Part['severity'],
  );
  const alert = { id, principal: subject, severity, time: '2026-11-02T10:00:00Z' } as Alert;
  return { alert, day: 20_759, subjects: [...new Set([subject, ...[...actors].sort()])], parts };
}

/** A worker's outside: each call a step that others may come before; it dies at one of them. */
function worker(
  documents: MemoryDocuments,
  sent: AlertNotice[],
  s: fc.Scheduler,
  diesAt = Number.POSITIVE_INFINITY,
): Pick<LiveDeps, 'documents' | 'sink' | 'run'> {
  let steps = 0;
  const step = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    await s.schedule(Promise.resolve(), name);
    steps += 1;
    if (steps === diesAt) throw new Error('killed');
    return act();
  };
  return {
    run: LIVE,
    documents: {
      read: (key) => step('read', () => documents.read(key)),
      change: (key, change) => step('change', () => documents.change(key, change)),
    },
    sink: {
      send: (notice) =>
        step('send', async () => {
          sent.push(notice as AlertNotice);
        }),
    },
  };
}

/** What people read: of notices with one key the first. */
function received(sent: readonly AlertNotice[]): AlertNotice[] {
  return [...new Map([...sent].reverse().map((notice) => [notice.key, notice])).values()];
}

const part = fc.record({ rule: fc.constantFrom('r1', 'r2', 'r3', 'r4'), severity: fc.constantFrom(...LOUD) });
/** How much of the incident a worker knows of when it tells, who acted in that, and when it dies. */
const telling = fc.record({
  knows: fc.integer({ min: 1, max: 6 }),
  diesAt: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 1, max: 8 })),
});

describe('telling of one incident', () => {
  it('comes to one id, and people read of each rule as severe as it was, whoever tells and whoever dies', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(part, { minLength: 6, maxLength: 6 }),
        fc.array(fc.constantFrom('role/a', 'role/b', 'role/c'), { minLength: 6, maxLength: 6 }),
        fc.array(telling, { minLength: 1, maxLength: 5 }),
        async (s, kinds, actors, tellings) => {
          const parts = kinds.map((kind, index): Part => ({ ...kind, id: `f-${index}` }));
          const documents = new MemoryDocuments();
          const sent: AlertNotice[] = [];
          const drawn = (most: number) => drawnOf(parts.slice(0, most), actors.slice(0, most));
          const work = tellings.map(async ({ knows, diesAt }) => {
            try {
              await tell(worker(documents, sent, s, diesAt), drawn(knows));
            } catch {
              await tell(worker(documents, sent, s), drawn(knows));
            }
          });
          await s.waitFor(Promise.all(work));
          const most = Math.max(...tellings.map(({ knows }) => knows));
          const read = received(sent);
          expect(new Set(sent.map(({ id }) => id))).toEqual(new Set(['a-1']));
          for (const { rule, severity } of parts.slice(0, most)) {
            const heard = read.some(({ kind, detections = [], news, alert }) =>
              kind === 'alert'
                ? detections.includes(rule) && rank(alert.severity) >= rank(severity)
                : news.some(
                    (line) =>
                      line.startsWith(`${rule} (`) &&
                      LOUD.some((one) => line.includes(one) && rank(one) >= rank(severity)),
                  ),
            );
            expect(heard, `${rule} ${severity}`).toBe(true);
          }
          const text = await documents.read(`told/${LIVE}/${SUBJECT}`);
          const known = unpacked<ToldIncident[]>(text ?? '[]', 'told');
          expect(known.flatMap((one) => one.parts).filter((one) => !one.sent)).toEqual([]);
          // Asked once more, it says nothing.
          await s.waitFor(Promise.resolve(tell(worker(documents, sent, s), drawn(most))));
          expect(received(sent)).toHaveLength(read.length);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('many incidents', () => {
  it('of people who use one role are told apart, and each goes on under its own id', async () => {
    const documents = new MemoryDocuments();
    const sent: AlertNotice[] = [];
    const deps: Parameters<typeof tell>[0] = {
      run: LIVE,
      documents,
      sink: {
        send: async (notice) => {
          sent.push(notice as AlertNotice);
        },
      },
    };
    const people = Array.from({ length: 20 }, (_, index) => `user/${index}`);
    const first = (who: string): Part => ({ id: `f-${who}`, rule: 'r1', severity: 'high' });
    const second = (who: string): Part => ({ id: `g-${who}`, rule: 'r2', severity: 'high' });
    for (const who of people) await tell(deps, drawnOf([first(who)], ['role/shared'], `a-${who}`, who));
    for (const who of people) await tell(deps, drawnOf([first(who), second(who)], ['role/shared'], `a-${who}`, who));
    expect(new Set(sent.map(({ key }) => key)).size).toBe(40);
    expect(sent.slice(20).map(({ key, news }) => [key, news])).toEqual(
      people.map((who) => [`a-${who}.2`, ['r2 (high)']]),
    );
  });
});
