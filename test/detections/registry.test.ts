import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AboutSchema, checkDetection } from '../../shared/detections/check.ts';
import { detections, sequences } from '../../shared/detections/index.ts';

const folder = fileURLToPath(new URL('../../shared/detections/', import.meta.url));
const TOPIC_OF = {
  users: 'U',
  roles: 'R',
  federation: 'F',
  exposure: 'P',
  tokens: 'T',
  credentials: 'C',
  logging: 'L',
  throttling: 'H',
  waf: 'W',
  backends: 'B',
  drift: 'D',
  compute: 'X',
  stores: 'X',
} as const;
const files = Object.keys(TOPIC_OF).flatMap((topic) =>
  readdirSync(join(folder, topic)).map((name) => ({ topic, name })),
);

describe('the list of detections', () => {
  it('holds every file that declares one, under its own id', () => {
    const declared = files.filter(({ topic, name }) =>
      readFileSync(join(folder, topic, name), 'utf8').includes('export default defineDetection('),
    );
    expect(declared.map(({ name }) => name.replace('.ts', '')).sort()).toEqual(detections.map(({ id }) => id).sort());
  });

  it.each(detections.map((detection) => ({ id: detection.id, detection })))(
    '$id says all it must',
    ({ id, detection }) => {
      expect(() => checkDetection(detection, id)).not.toThrow();
      const topics = Object.entries(TOPIC_OF).flatMap(([topic, letter]) => (letter === detection.topic ? topic : []));
      expect(topics.filter((topic) => existsSync(join(folder, topic, `${id}.ts`)))).toHaveLength(1);
      expect(detection.runbook.length).toBeGreaterThanOrEqual(3);
    },
  );

  it.each(sequences.map((sequence) => ({ id: sequence.id, sequence })))('$id says all it must', ({ id, sequence }) => {
    expect(AboutSchema.safeParse(sequence).error).toBeUndefined();
    expect(existsSync(join(folder, 'sequences', `${id}.ts`))).toBe(true);
    expect(sequence.steps.filter((step) => !step.optional).length).toBeGreaterThanOrEqual(2);
  });

  it('asks for first sights only where every event of the caller counts: another could use one up', () => {
    for (const { id, on } of detections) {
      if (on.first === undefined || on.source === 'execute-api') continue;
      expect([on.source, on.names, on.writes, on.operation], id).toEqual([undefined, undefined, undefined, undefined]);
      if (on.first !== 'service') expect(on.outcome, id).toBe('any');
    }
  });

  it('fills every topic and uses every kind of state', () => {
    for (const letter of Object.values(TOPIC_OF))
      expect(detections.filter(({ topic }) => topic === letter).length, letter).toBeGreaterThanOrEqual(4);
    const kinds = new Set(detections.flatMap(({ state }) => Object.keys(state ?? { stateless: true })));
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['changed', 'count', 'firstSeen', 'stateless']));
  });
});
