import type { FetchedPage, HistoryFound } from '../../shared/adapters/aws/event-history.ts';
import { isBeyondHistory } from '../../shared/adapters/aws/event-history-slices.ts';

const EVERY_MS = 200;
/** Where IAM, STS and sign-in of the whole account are recorded. */
const GLOBAL = 'us-east-1';

/** What is to be known before event history is fetched: it is slow, and not all. */
export function historyNotice(
  regions: readonly string[],
  account: string,
  since: number | undefined,
  cache: string,
  now: number,
): string {
  const where = regions.length > 3 ? `${regions.length} regions` : regions.join(', ');
  return [
    `event history of ${account} in ${where}: management events of the last 90 days only (no data events), at most 100 a second and region`,
    `kept in ${cache}: a run that is stopped goes on where it was`,
    ...(isBeyondHistory(since, now) ? ['--since lies before them: the rest needs a trail'] : []),
    ...(regions.includes(GLOBAL) ? [] : [`without ${GLOBAL}: events of IAM and most sign-ins are there`]),
  ].join('\n  ');
}

/** One line that is written over, on a terminal only; at the end what was fetched. */
export function fetchingLine(out: NodeJS.WriteStream): {
  readonly show: (page: FetchedPage) => void;
  readonly end: (found: HistoryFound) => void;
} {
  const started = performance.now();
  let shown = 0;
  return {
    show: (page) => {
      const now = performance.now();
      if (!out.isTTY || now - shown < EVERY_MS) return;
      shown = now;
      out.write(`\r\u001b[K${page.region} ${page.slice} · ${counts(page, now - started)}`);
    },
    end: (found) =>
      out.write(`${shown > 0 ? '\r\u001b[K' : ''}  fetched ${counts(found, performance.now() - started)}\n`),
  };
}

/** `12,500 events in 250 requests · 96 events/s` */
function counts({ events, requests }: Pick<HistoryFound, 'events' | 'requests'>, ms: number): string {
  const number = (value: number): string => value.toLocaleString('en-US');
  const rate = ms > 0 ? Math.round(events / (ms / 1000)) : 0;
  return `${number(events)} events in ${number(requests)} requests · ${number(rate)} events/s`;
}
