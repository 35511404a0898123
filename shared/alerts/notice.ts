import type { Alert } from './alert.ts';

/** What people are sent. A repeat of the same `key` is the same notice: whoever receives it twice may drop it. */
export type Notice = AlertNotice | DigestNotice | WatchNotice;

/** An alert as it is sent: at first, and again when it grew. */
export interface AlertNotice {
  readonly kind: 'alert' | 'update';
  /** `<id>.<revision>` */
  readonly key: string;
  /** The id under which it was first sent, and stays: one thread an incident. */
  readonly id: string;
  /** 1, 2, … */
  readonly revision: number;
  readonly alert: Alert;
  /** Rules and sequences that it is about, the headline's first, and `behaviour-acute` and the like: what a suppression may name. */
  readonly detections?: readonly string[];
  /** Of an update: what it tells that was not told before, a line each. */
  readonly news: readonly string[];
}

/** Once a day: what went over the budget, and how much was read. */
export interface DigestNotice {
  readonly kind: 'digest';
  readonly key: string;
  /** UTC day, `2026-11-22`. */
  readonly day: string;
  readonly sent: readonly Alert[];
  readonly over: readonly Alert[];
  /** Lines on how the day was learnt and what it takes to alert. */
  readonly about: readonly string[];
}

/** The pipeline or the log itself is in trouble: silence, dead letters, a broken digest chain. */
export interface WatchNotice {
  readonly kind: 'watch';
  readonly key: string;
  readonly severity: Alert['severity'];
  readonly title: string;
  readonly lines: readonly string[];
  readonly nextSteps: readonly string[];
}

/** Where notices go. Throws when one could not be handed over: it is then sent again, under the same key. */
export interface NoticeSink {
  send(notice: Notice): Promise<void>;
}
