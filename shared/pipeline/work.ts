import { DayWork } from './day-work.ts';

/** Days whose tables are made as large as the last one's: many more at once are no replay, and must not be dear. */
const FEW_DAYS = 4;

/** What was observed and waits to be judged, by UTC day of the events: a file that spans midnight is split here. */
export class Work {
  readonly #days = new Map<number, DayWork>();
  #lastSize = 0;

  /** The work of a day, begun when there is none yet. */
  of(day: number): DayWork {
    const known = this.#days.get(day);
    if (known !== undefined) return known;
    const begun = new DayWork(day, this.#days.size < FEW_DAYS ? this.#lastSize : 0);
    this.#days.set(day, begun);
    return begun;
  }

  /** Takes the days before `day` out, oldest first. */
  takeBefore(day: number): DayWork[] {
    const taken = [...this.#days.values()].filter((work) => work.day < day).sort((a, b) => a.day - b.day);
    for (const work of taken) {
      this.#days.delete(work.day);
      this.#lastSize = work.size;
    }
    return taken;
  }
}
