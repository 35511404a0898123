import { LEARNING_DAYS } from '../../shared/behaviour/model.ts';
import { isoDay } from '../../shared/cloudtrail/time.ts';
import type { Behaved } from '../../shared/pipeline/behave.ts';

/** What a replay says about how far behaviour was learnt. */
export class Learning {
  readonly #held: ReadonlySet<number>;
  readonly #heldUntil: number;
  #isLate = false;
  #first: number | undefined;
  #last: Behaved | undefined;
  #principalDays = 0;

  /** `held`: days that the store had learnt before. */
  constructor(held: ReadonlySet<number>) {
    this.#held = held;
    this.#heldUntil = Math.max(...held);
  }

  day(day: number, behaved: Behaved): void {
    if (behaved.scored.length === 0) return;
    if (day < this.#heldUntil && !this.#held.has(day)) this.#isLate = true;
    this.#first ??= behaved.thresholds.since ?? day;
    this.#last = behaved;
    this.#principalDays += behaved.scored.length;
  }

  /** `learning until 2026-01-19`, or what alerts by now; undefined: nobody did anything. */
  get text(): string | undefined {
    if (this.#first === undefined || this.#last === undefined) return undefined;
    const { thresholds, budget } = this.#last;
    const scored = `${this.#principalDays.toLocaleString('en-US')} principal-days scored`;
    if (thresholds.isLearning) {
      const until = Number.isFinite(thresholds.acute)
        ? `until then only more than ${thresholds.acute.toFixed(0)} bits alert; rules alert at once`
        : 'in the first week only rules alert';
      return `Behaviour: ${scored}; learning until ${isoDay(this.#first + LEARNING_DAYS)} at the earliest: ${until}`;
    }
    return `Behaviour: ${scored}; for about ${budget === 1 ? 'one alert' : `${budget} alerts`} a day it takes ${thresholds.acute.toFixed(1)} bits (acute), ${thresholds.rate.toFixed(1)} (rate), ${thresholds.slow.toFixed(1)} (slow)`;
  }

  /** What was learnt out of order; undefined: nothing was. */
  get warning(): string | undefined {
    if (!this.#isLate) return undefined;
    return `The store already held later days, until ${isoDay(this.#heldUntil)}: they keep the scores they had. For exact scores replay all of it into a new store`;
  }

  json(): Record<string, unknown> {
    if (this.#first === undefined || this.#last === undefined) return { principalDays: 0 };
    const { acute, rate, slow, isLearning } = this.#last.thresholds;
    return {
      principalDays: this.#principalDays,
      since: isoDay(this.#first),
      learningUntil: isoDay(this.#first + LEARNING_DAYS),
      learning: isLearning,
      outOfOrder: this.#isLate,
      budget: this.#last.budget,
      thresholds: { acute, rate: isLearning ? null : rate, slow: isLearning ? null : slow },
    };
  }
}
