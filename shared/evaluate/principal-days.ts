import type { Attack } from './attack.ts';
import type { Labels } from './labels.ts';
import { type Bits, CHANNELS, type ScoreLine } from './lines.ts';
import { isIn, type Window } from './window.ts';

/** A principal with the UTC day of its first score. One object a principal: a run has very many days of few of them. */
export interface Scored {
  readonly principal: string;
  firstDay: number;
}

export interface PrincipalDay extends Bits {
  readonly of: Scored;
  readonly day: number;
}

/** All lines of `scores.ndjson`, in any order. */
export class PrincipalDays {
  readonly all: PrincipalDay[] = [];
  readonly principals = new Map<string, Scored>();

  add({ principal, day, acute, rate, slow }: ScoreLine): void {
    const of = this.principals.get(principal) ?? { principal, firstDay: day };
    this.principals.set(of.principal, of);
    of.firstDay = Math.min(of.firstDay, day);
    this.all.push({ of, day, acute, rate, slow });
  }
}

/** Benign principal-days of the window, which no label touches; and those of any time that one does. */
export interface Divided {
  readonly benign: readonly PrincipalDay[];
  readonly touched: readonly PrincipalDay[];
}

export function divided({ all }: PrincipalDays, labels: Labels, window: Window): Divided {
  const benign: PrincipalDay[] = [];
  const touched: PrincipalDay[] = [];
  for (const day of all) {
    if (labels.touches(day.of.principal, day.day)) touched.push(day);
    else if (isIn(window, day.day)) benign.push(day);
  }
  return { benign, touched };
}

/** The highest evidence by channel on the days of the act; undefined when none of them has a score. */
export function bitsOf({ principal, days }: Attack, touched: readonly PrincipalDay[]): Bits | undefined {
  const own = touched.filter(({ of, day }) => of.principal === principal && days.includes(day));
  if (own.length === 0) return undefined;
  const [acute = 0, rate = 0, slow = 0] = CHANNELS.map((channel) => Math.max(...own.map((day) => day[channel])));
  return { acute, rate, slow };
}
