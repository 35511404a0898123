import { describe, expect, it } from 'vitest';
import type { Fields } from '../../shared/sample/record.ts';
import { sampleStories } from '../../shared/sample/sample.ts';
import { byId, text, unique } from './held.ts';

describe('the stories', () => {
  it('are seven, on the days they are said to happen, told in order of time', () => {
    expect(sampleStories.map(({ day }) => day)).toEqual([6, 7, 8, 8, 9, 9, 10]);
    for (const { id, day, eventIds } of sampleStories) {
      const times = eventIds.map((eventId) => text(byId.get(eventId)?.[0]?.['eventTime']));
      expect(new Set(times.map((time) => time.slice(0, 10))), id).toEqual(
        new Set([`2026-09-${String(6 + day).padStart(2, '0')}`]),
      );
      expect(times, id).toEqual([...times].sort());
    }
  });

  it('have every record in the logs, once when duplicates are left out, and share none', () => {
    const ids = sampleStories.flatMap(({ eventIds }) => eventIds);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(unique.filter((record) => record['eventID'] === id)).toHaveLength(1);
  });

  it('name detections, each once, and hide among at least twenty times as many ordinary records', () => {
    for (const { detections } of sampleStories) {
      expect(detections.length).toBeGreaterThan(0);
      expect(new Set(detections).size).toBe(detections.length);
      for (const id of detections) expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
    }
    expect(unique.length).toBeGreaterThan(20 * sampleStories.flatMap(({ eventIds }) => eventIds).length);
  });

  it('happen far from the networks of ordinary work', () => {
    const told = new Set(sampleStories.filter(({ intent }) => intent === 'attack').flatMap(({ eventIds }) => eventIds));
    const ip = (record: Fields) => text(record['sourceIPAddress']);
    const strangers = unique.filter((record) => ip(record).startsWith('203.0.113.'));
    expect(strangers.length).toBeGreaterThan(0);
    expect(strangers.filter((record) => !told.has(text(record['eventID'])))).toEqual([]);
  });
});
