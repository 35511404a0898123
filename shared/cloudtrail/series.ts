import { Buffer } from 'node:buffer';
import type { Intake } from './intake.ts';
import { decode, invalidUtf8At } from './text.ts';
import { openScan, takeDocument } from './unwrap.ts';
import { OPEN_OBJECT } from './walk.ts';

/** Between two values on lines of their own. A raw line feed can't stand in a JSON text, nor can this stand inside a value. */
const LINES = '}\n{';
/** Between two values that Firehose put one behind the other. A text that ends in `}{` holds it too. */
const JOINED = '}{"';
const CLOUDTRAIL = Buffer.from('{"Records":[');
/** As in slices.ts. */
const SLICE = 64 * 1024;

/**
 * Reads objects that stand one behind the other, on lines or joined, a slice at a time: several times faster than the scanner,
 * which looks at every byte. False when it is nothing of the kind; then nothing has been taken from it. From a slice that doesn't
 * parse on, the scanner takes over.
 */
export function readSeries(text: Buffer, intake: Intake): boolean {
  // A CloudTrail file is one object: nothing to search for.
  if (text[0] !== OPEN_OBJECT || text.subarray(0, CLOUDTRAIL.length).equals(CLOUDTRAIL)) return false;
  const lines = text.includes(LINES);
  if (!lines && !text.includes(JOINED)) return false;
  const between = Buffer.from(lines ? LINES : JOINED);
  for (let from = 0; from < text.length; ) {
    const cut = text.indexOf(between, from + SLICE);
    const to = cut === -1 ? text.length : cut + 1;
    const slice = text.subarray(from, to);
    const values = lines ? parsedLines(slice) : parsedJoined(slice);
    if (values === undefined) {
      if (from === 0) return false;
      scanFrom(text, from, intake);
      return true;
    }
    intake.invalidUtf8(invalidUtf8At(slice), from);
    for (const value of values) {
      intake.values++;
      takeDocument(intake, value, 0, 'single');
    }
    from = lines && cut !== -1 ? to + 1 : to;
  }
  return true;
}

function scanFrom(text: Buffer, from: number, intake: Intake): void {
  const scanner = openScan(intake, 0, 'single', from);
  scanner.push(text.subarray(from));
  scanner.finish();
}

function parsedLines(slice: Buffer): unknown[] | undefined {
  return parsed(`[${decode(slice).replaceAll(LINES, '},{')}]`);
}

/** One by one: the marker may also stand where a text ends, and then what is before it is no JSON. */
function parsedJoined(slice: Buffer): unknown[] | undefined {
  const text = decode(slice);
  const values: unknown[] = [];
  for (let from = 0; from < text.length; ) {
    const cut = text.indexOf(JOINED, from);
    const to = cut === -1 ? text.length : cut + 1;
    const value = parsed(`[${text.slice(from, to)}]`);
    if (value === undefined) return undefined;
    values.push(...value);
    from = to;
  }
  return values;
}

function parsed(list: string): unknown[] | undefined {
  try {
    return JSON.parse(list) as unknown[];
  } catch {
    return undefined;
  }
}
