import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseKey } from '../../../shared/cloudtrail/key.ts';
import { DAY, dayOf, HOUR } from '../../../shared/cloudtrail/time.ts';
import type { NewObject } from './stack.ts';

/** The sample organisation's logs. */
export const SAMPLE_LOGS = fileURLToPath(new URL('../../../shared/sample/logs', import.meta.url));

/** Every file below a folder, as objects of a bucket; the path below the folder is the key. */
export function objectsBelow(folder: string): NewObject[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((path) => ({ key: relative(folder, path).replaceAll('\\', '/'), body: readFileSync(path) }));
}

/** 3 o'clock (UTC) after each day from the first to the last delivery that the keys tell of: when `calibrate` finds the day over. */
export function morningsAfter(objects: readonly NewObject[]): Date[] {
  const days = objects.flatMap(({ key }) => {
    const time = parseKey(key)?.deliveredAt;
    return time === undefined ? [] : [dayOf(time)];
  });
  const first = Math.min(...days);
  return days.length === 0
    ? []
    : Array.from({ length: Math.max(...days) - first + 1 }, (_, i) => new Date((first + i + 1) * DAY + 3 * HOUR));
}
