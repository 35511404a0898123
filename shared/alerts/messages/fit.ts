import type { Alert } from '../alert.ts';
import type { Notice } from '../notice.ts';
import { cut } from './shown.ts';

/** How much of a notice goes into a message. */
export interface Fit {
  /** Events and findings, each. */
  readonly ids: number;
  readonly reasons: number;
  readonly steps: number;
  /** Alerts of a digest, in each of its lists. */
  readonly alerts: number;
  /** Lines of other lists. */
  readonly lines: number;
  /** Characters of a text, such as a reason; the headline keeps at least HEADLINE of them. */
  readonly text: number;
}

/** How many were left out, by what they are. */
type LeftOut = Readonly<Record<string, number>>;

/** A notice as it is sent: it may lack evidence, and then says how much. */
export type SentNotice = Notice & { readonly leftOut?: LeftOut };

/** Evidence goes first, then reasons, then steps. What is left out can be had from the table or a report by the id. */
export const FITS: readonly [Fit, ...Fit[]] = [
  { ids: 1000, reasons: 30, steps: 20, alerts: 200, lines: 100, text: 8000 },
  { ids: 200, reasons: 30, steps: 20, alerts: 100, lines: 100, text: 8000 },
  { ids: 20, reasons: 20, steps: 20, alerts: 50, lines: 50, text: 4000 },
  { ids: 5, reasons: 12, steps: 12, alerts: 25, lines: 25, text: 2000 },
  { ids: 5, reasons: 6, steps: 8, alerts: 15, lines: 12, text: 1000 },
  { ids: 3, reasons: 4, steps: 4, alerts: 10, lines: 6, text: 500 },
  { ids: 2, reasons: 2, steps: 2, alerts: 5, lines: 3, text: 200 },
];
/** The headline is never cut shorter than this. */
export const HEADLINE = 300;
/** Ids, times and the like are ours or AWS's; no longer ones are known. */
const ID = 200;

/** The notice with no more than fits. */
export function fitted(notice: Notice, fit: Fit): SentNotice {
  const left = new Map<string, number>();
  const some = <T>(name: string, all: readonly T[], most: number): T[] => {
    if (all.length > most) left.set(name, (left.get(name) ?? 0) + all.length - most);
    return all.slice(0, most);
  };
  const text = (value: string): string => cut(value, fit.text).toWellFormed();
  const small = partOf(notice, fit, some, text);
  return left.size === 0 ? small : { ...small, leftOut: Object.fromEntries(left) };
}

type Some = <T>(name: string, all: readonly T[], most: number) => T[];
type Text = (value: string) => string;

function partOf(notice: Notice, fit: Fit, some: Some, text: Text): Notice {
  switch (notice.kind) {
    case 'alert':
    case 'update':
      return {
        ...notice,
        alert: smallAlert(notice.alert, fit, some, text),
        news: some('news', notice.news, fit.lines).map(text),
      };
    case 'digest': {
      const bare = { ...fit, ids: 0, reasons: 0, steps: 0 };
      const none: Some = (_name, all, most) => all.slice(0, most);
      return {
        ...notice,
        sent: some('sent', notice.sent, fit.alerts).map((alert) => smallAlert(alert, bare, none, text)),
        over: some('over', notice.over, fit.alerts).map((alert) => smallAlert(alert, bare, none, text)),
        about: some('about', notice.about, fit.lines).map(text),
      };
    }
    case 'watch':
      return {
        ...notice,
        title: headlineOf(notice.title, fit),
        lines: some('lines', notice.lines, fit.lines).map(text),
        nextSteps: some('nextSteps', notice.nextSteps, fit.steps).map(text),
      };
  }
}

function smallAlert(alert: Alert, fit: Fit, some: Some, text: Text): Alert {
  const id = (value: string): string => cut(value, ID).toWellFormed();
  return {
    ...alert,
    account: id(alert.account),
    principal: text(alert.principal),
    title: headlineOf(alert.title, fit),
    summary: text(alert.summary),
    reasons: some('reasons', alert.reasons, fit.reasons).map(({ text: said, usual, since, ...bits }) => ({
      text: text(said),
      ...bits,
      ...(usual === undefined ? {} : { usual: text(usual) }),
      ...(since === undefined ? {} : { since: id(since) }),
    })),
    nextSteps: some('nextSteps', alert.nextSteps, fit.steps).map(text),
    attack: some('attack', alert.attack, fit.lines).map(id),
    findingIds: some('findingIds', alert.findingIds, fit.ids).map(id),
    eventIds: some('eventIds', alert.eventIds, fit.ids).map(id),
  };
}

function headlineOf(title: string, fit: Fit): string {
  return cut(title, Math.max(fit.text, HEADLINE)).toWellFormed();
}

const NAMES: Readonly<Record<string, string>> = {
  eventIds: 'events',
  findingIds: 'findings',
  nextSteps: 'next steps',
  sent: 'alerts that were sent',
  over: 'alerts over the budget',
  about: 'lines',
  attack: 'ATT&CK techniques',
  news: 'new things',
};

/** `980 more events, 4 more reasons`; undefined when nothing was left out. */
export function leftOutText({ leftOut }: SentNotice): string | undefined {
  if (leftOut === undefined) return undefined;
  return Object.entries(leftOut)
    .map(([name, number]) => `${number} more ${NAMES[name] ?? name}`)
    .join(', ');
}
