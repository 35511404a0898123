import type { Drawn } from '../alerts/drawn.ts';
import type { AlertNotice } from '../alerts/notice.ts';
import { packed, unpacked } from './packed.ts';
import type { LiveDeps } from './ports.ts';
import { claim, likeness, type ToldIncident, withSent } from './told.ts';

/** Incidents that people know of a subject, the newest last: one begins a day, and what comes late may be of any of the last weeks. */
const KNOWN = 64;

/**
 * Tells people of an alert, unless they know: once under one id, however often it is asked, whoever asks, and whatever crashes
 * between.
 */
export async function tell(deps: Pick<LiveDeps, 'documents' | 'sink' | 'run'>, drawn: Drawn): Promise<void> {
  const { subject, elsewhere } = await whereKnown(deps, drawn);
  await noteOwner(deps, subject, drawn);
  const key = toldKey(deps.run, subject);
  const notices = await deps.documents.change(key, (text) => {
    const known = listIn<ToldIncident>(text, key);
    const mine = mostLike(known, drawn);
    const { told, notices: due } = claim(mine, drawn, elsewhere);
    const next = mine === undefined ? [...known, told].slice(-KNOWN) : known.map((one) => (one === mine ? told : one));
    const written = packed(next);
    return { text: written === text ? undefined : written, result: due };
  });
  for (const notice of notices) {
    await deps.sink.send(notice);
    await markSent(deps, key, notice);
  }
}

/**
 * Under whom people were told of most of this incident, and which parts they know from elsewhere; nobody told yet: under whose it is, so
 * that all who find parts of it at once meet there.
 */
async function whereKnown(
  { documents, run }: Pick<LiveDeps, 'documents' | 'run'>,
  drawn: Drawn,
): Promise<{ readonly subject: string; readonly elsewhere: ReadonlySet<string> }> {
  const list = async <T>(key: string): Promise<readonly T[]> => listIn<T>(await documents.read(key), key);
  const owners = await Promise.all(drawn.subjects.map((subject) => list<string>(ownersKey(run, subject))));
  const subjects = [...new Set([...drawn.subjects, ...owners.flat()])];
  const told = await Promise.all(
    subjects.map(async (subject) => ({ subject, known: await list<ToldIncident>(toldKey(run, subject)) })),
  );
  const best = told
    .map(({ subject, known }) => ({ subject, mine: mostLike(known, drawn) }))
    .reduce((a, b) => (of(b.mine, drawn) > of(a.mine, drawn) ? b : a));
  const others = told.flatMap(({ known }) => known.filter((one) => one !== best.mine));
  return { subject: best.subject, elsewhere: new Set(others.flatMap(({ parts }) => parts.map(({ id }) => id))) };
}

/** Notes of whoever had part in an incident whose it is: later they may be found by themselves. Written before people are told. */
async function noteOwner({ documents, run }: Pick<LiveDeps, 'documents' | 'run'>, owner: string, drawn: Drawn) {
  for (const subject of drawn.subjects.filter((one) => one !== owner)) {
    const key = ownersKey(run, subject);
    await documents.change(key, (text) => {
      const known = listIn<string>(text, key);
      return { text: known.includes(owner) ? undefined : packed([...known, owner].slice(-KNOWN)), result: undefined };
    });
  }
}

function mostLike(known: readonly ToldIncident[], drawn: Drawn): ToldIncident | undefined {
  const [first, ...others] = known.filter((one) => likeness(one, drawn) > 0);
  return others.reduce((best, one) => (of(one, drawn) > of(best, drawn) ? one : best), first);
}

function of(told: ToldIncident | undefined, drawn: Drawn): number {
  return told === undefined ? 0 : likeness(told, drawn);
}

async function markSent({ documents }: Pick<LiveDeps, 'documents'>, key: string, notice: AlertNotice): Promise<void> {
  await documents.change(key, (text) => {
    const next = listIn<ToldIncident>(text, key).map((one) =>
      one.id === notice.id ? withSent(one, notice.revision) : one,
    );
    return { text: packed(next), result: undefined };
  });
}

function toldKey(run: string, subject: string): string {
  return `told/${run}/${subject}`;
}

function ownersKey(run: string, subject: string): string {
  return `owners/${run}/${subject}`;
}

function listIn<T>(text: string | undefined, key: string): readonly T[] {
  return text === undefined ? [] : unpacked<readonly T[]>(text, key);
}
