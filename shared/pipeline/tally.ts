/** What became of everything that was read. Nothing vanishes (law 1): `balance` says so or names what is missing. */
export interface Problem {
  readonly object: string;
  readonly reason: string;
}

/** Problems that are named; beyond, they are only counted. */
const NAMED = 1000;

export class Tally {
  readonly objects = { found: 0, done: 0, skipped: 0, failed: 0 };
  readonly records = { in: 0, events: 0, rejected: 0, duplicates: 0, outOfScope: 0 };
  readonly outOfScope: Record<string, number> = {};
  readonly bytes = { in: 0, out: 0 };
  readonly findings = { total: 0, suppressed: 0 };
  readonly alerts = { total: 0, digest: 0 };
  readonly byDetection = new Map<string, { findings: number; errors: number }>();
  /** Objects of which something could not be read, and why. */
  readonly failures: Problem[] = [];
  /** Objects that hold no records for us, and why. */
  readonly skips: Problem[] = [];
  /** Records that are no events. */
  readonly rejections: (Problem & { readonly index: number })[] = [];
  /** Events kept although something about them is odd. */
  readonly oddities: (Problem & { readonly index: number })[] = [];
  readonly detectionErrors: { readonly detection: string; readonly eventId: string; readonly reason: string }[] = [];
  /** Objects with a failure, a rejected record or an odd one. */
  troubled = 0;
  readonly errors = { detections: 0 };

  reject(object: string, index: number, reason: string): void {
    this.records.rejected += 1;
    if (this.rejections.length < NAMED) this.rejections.push({ object, index, reason });
  }

  odd(object: string, index: number, reason: string): void {
    this.troubled += 1;
    if (this.oddities.length < NAMED) this.oddities.push({ object, index, reason });
  }

  leaveOut(kind: string, count = 1): void {
    this.records.outOfScope += count;
    this.outOfScope[kind] = (this.outOfScope[kind] ?? 0) + count;
  }

  skip(object: string, reason: string): void {
    this.objects.skipped += 1;
    if (this.skips.length < NAMED) this.skips.push({ object, reason });
  }

  /** Part of an object, or all of it, could not be read. */
  fail(object: string, reason: string): void {
    this.troubled += 1;
    if (this.failures.length < NAMED) this.failures.push({ object, reason });
  }

  finding(detection: string): void {
    this.findings.total += 1;
    this.#of(detection).findings += 1;
  }

  detectionError(detection: string, eventId: string, reason: string): void {
    this.errors.detections += 1;
    this.#of(detection).errors += 1;
    if (this.detectionErrors.length < NAMED) this.detectionErrors.push({ detection, eventId, reason });
  }

  /** Whether anything could not be read or judged, so that the command ends with 3. */
  get complete(): boolean {
    return this.troubled === 0 && this.records.rejected === 0 && this.errors.detections === 0;
  }

  /** Empty when all that came in is accounted for. */
  get imbalance(): string {
    const { in: all, events, rejected, duplicates, outOfScope } = this.records;
    const { found, done, skipped, failed } = this.objects;
    const missing: string[] = [];
    if (all !== events + rejected + duplicates + outOfScope)
      missing.push(
        `records: ${all} in, but ${events} events + ${rejected} rejected + ${duplicates} duplicates + ${outOfScope} out of scope`,
      );
    if (found !== done + skipped + failed)
      missing.push(`objects: ${found} found, but ${done} done + ${skipped} skipped + ${failed} failed`);
    return missing.join('; ');
  }

  #of(detection: string): { findings: number; errors: number } {
    const known = this.byDetection.get(detection) ?? { findings: 0, errors: 0 };
    this.byDetection.set(detection, known);
    return known;
  }
}
