import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { messageOf } from '../../errors.ts';
import type { ReplayObject } from '../../pipeline/replay-order.ts';
import { HistoryCache } from './event-history-cache.ts';
import { HistoryPages, type Timing } from './event-history-pages.ts';
import { HISTORY_SCHEME, regionsIn, type Slice, slicesOf } from './event-history-slices.ts';

/** What fetching needs of the outside. */
export interface HistoryOptions extends Timing {
  /** Without retries of its own: `HistoryPages` has the pace. */
  readonly clientFor: (region: string) => CloudTrailClient;
  /** Whose history it is; keeps one account's from being taken for another's. */
  readonly account: string;
  /** Folder that keeps what was fetched, so that a run that was stopped goes on where it was. */
  readonly cache: string;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly onPage?: ((page: FetchedPage) => void) | undefined;
}

export interface FetchedPage {
  readonly region: string;
  readonly slice: string;
  /** Of this run: fetched so far, in all regions. */
  readonly events: number;
  readonly requests: number;
}

/** Fetched history: files for the one pipeline, and regions that could not be fetched. */
export interface HistoryFound {
  readonly objects: readonly ReplayObject[];
  /** Where each object lies on this machine. */
  readonly places: ReadonlyMap<string, string>;
  readonly problems: readonly { readonly object: string; readonly reason: string }[];
  readonly events: number;
  readonly requests: number;
}

/**
 * Fetches CloudTrail's event history (management events of 90 days, no trail needed) into files: regions side by side, each slice by
 * slice, oldest first. A region that fails is told and stops no other. Throws `usage` for regions that are none.
 */
export async function fetchHistory(url: string, options: HistoryOptions): Promise<HistoryFound> {
  const slices = slicesOf(options, options.clock());
  const fetches = regionsIn(url).map((region) => new RegionFetch(region, options));
  const total = (): Omit<FetchedPage, 'region' | 'slice'> => ({
    events: fetches.reduce((sum, { events }) => sum + events, 0),
    requests: fetches.reduce((sum, { requests }) => sum + requests, 0),
  });
  const tell = (region: string, slice: string): void => options.onPage?.({ region, slice, ...total() });
  const fetched = await Promise.all(fetches.map((one) => one.all(slices, tell)));
  const objects = fetched.flatMap((one) => one.objects);
  return {
    objects: objects.map(({ key, earliest }) => ({ key, earliest })),
    places: new Map(objects.map(({ key, path }) => [key, path])),
    problems: fetched.flatMap(({ problem }) => problem ?? []),
    ...total(),
  };
}

interface Fetched {
  readonly objects: readonly { readonly key: string; readonly earliest: number; readonly path: string }[];
  readonly problem?: { readonly object: string; readonly reason: string };
}

class RegionFetch {
  events = 0;
  readonly #region: string;
  readonly #cache: HistoryCache;
  readonly #pages: HistoryPages;

  constructor(region: string, { clientFor, account, cache, ...timing }: HistoryOptions) {
    this.#region = region;
    this.#cache = new HistoryCache(cache, account, region);
    this.#pages = new HistoryPages(clientFor(region), region, timing);
  }

  get requests(): number {
    return this.#pages.requests;
  }

  async all(slices: readonly Slice[], tell: (region: string, slice: string) => void): Promise<Fetched> {
    const objects: Fetched['objects'][number][] = [];
    for (const slice of slices) {
      const key = `${HISTORY_SCHEME}${this.#region}/${slice.name}`;
      try {
        if (!this.#cache.has(slice)) await this.#fetch(slice, () => tell(this.#region, slice.name));
      } catch (error) {
        return { objects, problem: { object: key, reason: `${messageOf(error)}; run again to go on from here` } };
      }
      if (!this.#cache.isEmpty(slice)) objects.push({ key, earliest: slice.from, path: this.#cache.path(slice) });
    }
    return { objects };
  }

  async #fetch(slice: Slice, tell: () => void): Promise<void> {
    const resume = this.#cache.begin(slice);
    // The oldest second may have been cut in two by the end of a page.
    const to = resume === undefined ? slice.to : resume.oldest + 1;
    for await (const page of this.#pages.between(slice.from, to)) {
      const fresh = page.filter(({ id }) => !resume?.ids.has(id));
      this.#cache.add(slice, fresh);
      this.events += fresh.length;
      tell();
    }
    this.#cache.end(slice);
  }
}
