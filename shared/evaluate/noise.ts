import { dayOf } from '../cloudtrail/time.ts';
import { compareText } from '../order.ts';
import type { Labels } from './labels.ts';
import type { FindingLine } from './lines.ts';
import { isIn, type Window } from './window.ts';

const SHOWN = 15;

/** Benign findings of one detection at one severity, in the window. */
export interface Noise {
  readonly detection: string;
  readonly severity: string;
  readonly findings: number;
  readonly aDay: number;
}

interface Counted {
  readonly detection: string;
  readonly severity: string;
  readonly byDay: Map<number, number>;
}

/** Counts benign findings as they are read: there may be very many. Suppressed ones disturb nobody and don't count. */
export class NoiseCount {
  readonly #labels: Labels;
  readonly #counted = new Map<string, Counted>();

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  add(finding: FindingLine): void {
    if (finding.suppressed !== undefined || !this.#labels.isBenign(finding)) return;
    const { detection, severity } = finding;
    const key = `${detection} ${severity}`;
    const counted = this.#counted.get(key) ?? { detection, severity, byDay: new Map() };
    this.#counted.set(key, counted);
    const day = dayOf(finding.time);
    counted.byDay.set(day, (counted.byDay.get(day) ?? 0) + 1);
  }

  /** The loudest first. */
  top(window: Window): Noise[] {
    return [...this.#counted]
      .map(([key, { detection, severity, byDay }]) => {
        const findings = [...byDay].reduce((sum, [day, count]) => sum + (isIn(window, day) ? count : 0), 0);
        return { key, noise: { detection, severity, findings, aDay: findings / window.days } };
      })
      .filter(({ noise }) => noise.findings > 0)
      .sort((a, b) => b.noise.findings - a.noise.findings || compareText(a.key, b.key))
      .slice(0, SHOWN)
      .map(({ noise }) => noise);
  }
}
