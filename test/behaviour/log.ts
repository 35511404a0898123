import { MemoryStateStore } from '../../shared/adapters/memory/state-store.ts';
import { NOWHERE } from '../../shared/cloudtrail/place.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { DAY, MINUTE } from '../../shared/cloudtrail/time.ts';
import { DEFAULT_CONFIG } from '../../shared/config.ts';
import { Catalogue } from '../../shared/detections/catalogue.ts';
import { ACCOUNT } from '../../shared/detections/example.ts';
import { type Behaved, behave } from '../../shared/pipeline/behave.ts';
import { DayWork } from '../../shared/pipeline/day-work.ts';
import { SummaryCache } from '../../shared/pipeline/summary-cache.ts';
import { encodeItem } from '../../shared/state/encode.ts';

/** Days of a log, told one after the other and learnt, with what they left in state. */
export class Log {
  readonly state = new MemoryStateStore();
  readonly #catalogue = new Catalogue([], []);
  readonly #summaries = new SummaryCache();

  /** The records of a day, one a minute from midnight on (records of one minute share it), whatever time they tell. */
  async day(day: number, records: Iterable<RawRecord>): Promise<Behaved> {
    const work = new DayWork(day);
    let count = 0;
    for (const raw of records) {
      const plan = this.#catalogue.plan(String(raw.eventSource), String(raw.eventName));
      const told = { raw, id: `${day}-${count}`, time: day * DAY + (count % 1440) * MINUTE };
      const identity = raw.userIdentity as Record<string, unknown>;
      const failed = raw['errorCode'] !== undefined;
      work.activity.note(told, identity, plan, failed, ACCOUNT, NOWHERE);
      count += 1;
    }
    const deps = { state: this.state, config: DEFAULT_CONFIG, now: (day + 1) * DAY, summaries: this.#summaries };
    const behaved = await behave(deps, work, [], true);
    await this.state.trim((day + 1) * DAY);
    return behaved;
  }

  /** Characters of the items whose key begins so, the largest first. */
  sizes(prefix: string): number[] {
    const items = [...this.state.items()].filter(([key]) => key.startsWith(prefix));
    return items.map(([, item]) => encodeItem(item).length).sort((a, b) => b - a);
  }

  /** What is learnt, encoded, of the keys that begin so. */
  texts(prefix: string): string[] {
    const items = [...this.state.items()].filter(([key]) => key.startsWith(prefix));
    return items.map(([key, item]) => `${key} ${encodeItem(item)}`).sort();
  }
}
