import { summaryKey } from '../behaviour/learn.ts';
import { PRIOR_DAYS } from '../behaviour/model.ts';
import { type DayScores, scoresOf, type Thresholds, thresholdsFor } from '../behaviour/thresholds.ts';
import { addUp, Baselines, type DayNumbers } from '../behaviour/usual.ts';
import type { StateStore } from '../state/store.ts';
import type { SummaryItem } from '../state/summary.ts';

/** Summaries of days, added up once: they change only on the day that is being judged. */
export class SummaryCache {
  readonly #numbers = new Map<number, DayNumbers>();
  readonly #scores = new Map<number, DayScores>();
  readonly #asked = new Set<number>();
  #baselines: { readonly day: number; readonly value: Baselines } | undefined;

  /** Makes sure that the days before `day` are known. */
  async load(state: StateStore, day: number): Promise<void> {
    const wanted = Array.from({ length: PRIOR_DAYS }, (_, index) => day - 1 - index).filter(
      (on) => !this.#asked.has(on),
    );
    const view = await state.read(wanted.map(summaryKey));
    for (const on of wanted) {
      this.#asked.add(on);
      const item = view.get(summaryKey(on));
      if (item?.kind === 'summary') this.keep(item);
    }
    for (const on of this.#asked) if (on < day - PRIOR_DAYS) this.#forget(on);
  }

  keep(item: SummaryItem): void {
    this.#baselines = undefined;
    this.#asked.add(item.day);
    this.#numbers.set(item.day, addUp(item));
    this.#scores.set(item.day, scoresOf(item));
  }

  #forget(day: number): void {
    this.#baselines = undefined;
    this.#asked.delete(day);
    this.#numbers.delete(day);
    this.#scores.delete(day);
  }

  /** Asked for by every batch of a live day, and the same for all of them. */
  baselines(day: number): Baselines {
    if (this.#baselines?.day !== day) this.#baselines = { day, value: new Baselines(this.#numbers, day) };
    return this.#baselines.value;
  }

  thresholds(day: number, budget: number): Thresholds {
    const before = new Map([...this.#scores].filter(([on]) => on < day));
    return thresholdsFor(before, day, budget);
  }
}
