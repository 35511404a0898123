import { stories } from './attacks/index.ts';
import { DAYS } from './calendar.ts';
import { deliver, type SampleFile } from './delivery.ts';
import { outsideFiles } from './outside.ts';
import type { Logged } from './record.ts';
import { type Chance, chanceFrom } from './seed.ts';
import { applications } from './work/applications.ts';
import { deploys } from './work/deploys.ts';
import { buildServer, scanner } from './work/machines.ts';
import { people } from './work/people.ts';

/** Seed of the logs that ship with the project. */
const SAMPLE_SEED = 20_260_907;

export interface SampleStory {
  readonly id: string;
  readonly title: string;
  /** 1 (2026-09-07) to 10 (2026-09-16). */
  readonly day: number;
  readonly intent: 'attack' | 'benign';
  /** Every record of the story, reads included, in order of time. */
  readonly eventIds: readonly string[];
  readonly detections: readonly string[];
}

function work(chance: Chance): Logged[] {
  const parts = { people, deploys, applications, scanner, buildServer };
  return DAYS.flatMap((day) =>
    Object.entries(parts).flatMap(([name, part]) => [...part(chance.fork(`${name} ${day}`), day)]),
  );
}

/** The logs of ten days as S3 objects, sorted by key; the same for the same seed. */
export function sampleFiles(seed: number = SAMPLE_SEED): readonly SampleFile[] {
  const chance = chanceFrom(seed);
  const log = [...work(chance), ...stories(chance.fork('stories')).flatMap((story) => story.log)];
  const files = [...deliver(chance.fork('delivery'), log), ...outsideFiles(chance.fork('outside'))];
  return files.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What is hidden in the logs of a seed. */
export function storiesOf(seed: number): readonly SampleStory[] {
  return stories(chanceFrom(seed).fork('stories')).map(({ log, ...story }) => ({
    ...story,
    eventIds: [...log].sort((a, b) => a.time - b.time).map(({ id }) => id),
  }));
}

export const sampleStories: readonly SampleStory[] = storiesOf(SAMPLE_SEED);
