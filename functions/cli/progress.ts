import type { Tally } from '../../shared/pipeline/tally.ts';

const EVERY_MS = 100;

/** One line on stderr that is written over, on a terminal only. */
export class Progress {
  readonly #out: NodeJS.WriteStream;
  readonly #total: number;
  readonly #tally: Tally;
  readonly #started = performance.now();
  #files = 0;
  #shown = 0;

  constructor(out: NodeJS.WriteStream, total: number, tally: Tally) {
    this.#out = out;
    this.#total = total;
    this.#tally = tally;
  }

  tick(): void {
    this.#files += 1;
    const now = performance.now();
    if (!this.#out.isTTY || now - this.#shown < EVERY_MS) return;
    this.#shown = now;
    this.#out.write(
      `\r\u001b[K${progressLine(this.#files, this.#total, this.#tally.records.events, (now - this.#started) / 1000)}`,
    );
  }

  end(): void {
    if (this.#out.isTTY && this.#shown > 0) this.#out.write('\r\u001b[K');
  }
}

/** `1,204 of 10,000 files · 86,112 events · 103,000 events/s · 12 s left` */
export function progressLine(files: number, total: number, events: number, seconds: number): string {
  const rate = seconds > 0 ? Math.round(events / seconds) : 0;
  const left = files > 0 ? Math.ceil((seconds / files) * (total - files)) : 0;
  const number = (value: number): string => value.toLocaleString('en-US');
  return `${number(files)} of ${number(total)} files · ${number(events)} events · ${number(rate)} events/s · ${left} s left`;
}
