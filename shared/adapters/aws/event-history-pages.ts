import {
  type CloudTrailClient,
  type Event,
  LookupEventsCommand,
  type LookupEventsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { awsError, isThrottled, isTransient, translated } from './aws-error.ts';
import type { HistoryEvent } from './event-history-cache.ts';

/** LookupEvents: at most 2 requests a second per account and region, 50 events each. */
const BETWEEN_MS = 500;
const PAGE = 50;
const ATTEMPTS = 8;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const SECOND = 1_000;

/** Time and chance, passed in. */
export interface Timing {
  /** ms since 1970 */
  readonly clock: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 to 1 */
  readonly random: () => number;
}

/** LookupEvents of one region, at the pace that CloudTrail allows. Give it a client that does not retry by itself. */
export class HistoryPages {
  requests = 0;
  readonly #client: CloudTrailClient;
  readonly #region: string;
  readonly #timing: Timing;
  #next = 0;

  constructor(client: CloudTrailClient, region: string, timing: Timing) {
    this.#client = client;
    this.#region = region;
    this.#timing = timing;
  }

  /** Events of [from, to), ms, newest first, page by page. Throws as `translated` does. */
  async *between(from: number, to: number): AsyncGenerator<HistoryEvent[]> {
    let token: string | undefined;
    do {
      const page = await this.#page(from, to, token);
      yield (page.Events ?? []).map(historyEvent);
      token = page.NextToken;
    } while (token !== undefined && token !== '');
  }

  async #page(from: number, to: number, token: string | undefined): Promise<LookupEventsCommandOutput> {
    const command = new LookupEventsCommand({
      StartTime: new Date(from),
      // Both ends are inclusive, and events have whole seconds.
      EndTime: new Date(Math.ceil(to / SECOND) * SECOND - SECOND),
      MaxResults: PAGE,
      NextToken: token,
    });
    for (let attempt = 1; ; attempt++) {
      await this.#pace();
      try {
        return await this.#client.send(command);
      } catch (error) {
        const about = awsError(error);
        if (attempt === ATTEMPTS || !(isThrottled(about) || isTransient(about)))
          throw translated(error, `event history of ${this.#region} can't be read`, 'cloudtrail:LookupEvents');
        const longest = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
        await this.#timing.sleep(longest * (0.5 + this.#timing.random() / 2));
      }
    }
  }

  async #pace(): Promise<void> {
    const now = this.#timing.clock();
    if (now < this.#next) await this.#timing.sleep(this.#next - now);
    this.#next = Math.max(now, this.#next) + BETWEEN_MS;
    this.requests += 1;
  }
}

/** An event without its record stays as what is left of it, so that the pipeline counts and names it. */
function historyEvent({ EventId = '', EventTime, EventName, EventSource, CloudTrailEvent }: Event): HistoryEvent {
  const record =
    CloudTrailEvent ?? JSON.stringify({ eventID: EventId, eventName: EventName, eventSource: EventSource });
  return { id: EventId, time: EventTime?.getTime() ?? 0, record };
}
