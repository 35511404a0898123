import type { Drawn } from '../alerts/drawn.ts';
import type { AlertNotice } from '../alerts/notice.ts';
import { packed, unpacked } from './packed.ts';
import type { LiveDeps } from './ports.ts';
import { claim, likeness, type ToldIncident, withSent } from './told.ts';

/** Incidents that people know of a subject, the newest last; old ones can't grow any more. */
const KNOWN = 8;

/**
 * Tells people of an alert, unless they know: once under one id, however often it is asked, whoever asks, and whatever crashes
 * between. Gives how many notices were sent.
 */
export async function tell(deps: Pick<LiveDeps, 'documents' | 'sink' | 'run'>, drawn: Drawn): Promise<number> {
  const { key, elsewhere } = await whereKnown(deps, drawn);
  const notices = await deps.documents.change(key, (text) => {
    const known = toldIn(text, key);
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
  return notices.length;
}

/**
 * Under whom people were told of most of this incident, and which parts they know from elsewhere; nobody told yet: under whoever
 * acted, because who had assumed a role may be known only later.
 */
async function whereKnown(
  { documents, run }: Pick<LiveDeps, 'documents' | 'run'>,
  drawn: Drawn,
): Promise<{ readonly key: string; readonly elsewhere: ReadonlySet<string> }> {
  const keys = drawn.subjects.map((subject) => toldKey(run, subject));
  const told = await Promise.all(keys.map(async (key) => ({ key, known: toldIn(await documents.read(key), key) })));
  const best = told
    .map(({ key, known }) => ({ key, mine: mostLike(known, drawn) }))
    .reduce((a, b) => (of(b.mine, drawn) > of(a.mine, drawn) ? b : a));
  const others = told.flatMap(({ known }) => known.filter((one) => one !== best.mine));
  return { key: best.key, elsewhere: new Set(others.flatMap(({ parts }) => parts.map(({ id }) => id))) };
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
    const next = toldIn(text, key).map((one) => (one.id === notice.id ? withSent(one, notice.revision) : one));
    return { text: packed(next), result: undefined };
  });
}

function toldKey(run: string, subject: string): string {
  return `told/${run}/${subject}`;
}

function toldIn(text: string | undefined, key: string): readonly ToldIncident[] {
  return text === undefined ? [] : unpacked<readonly ToldIncident[]>(text, key);
}
