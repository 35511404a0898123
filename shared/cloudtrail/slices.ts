import { Buffer } from 'node:buffer';
import type { Intake } from './intake.ts';
import { decode, invalidUtf8At } from './text.ts';
import { openScan, takeElement } from './unwrap.ts';

/** How CloudTrail itself writes a file, to the byte. */
const HEAD = Buffer.from('{"Records":[{"eventVersion":"');
const BETWEEN = Buffer.from('},{"eventVersion":"');
const TAIL = Buffer.from('}]}');
const LIST_HEAD = Buffer.from('{"Records":[');

/** V8 puts what it parses from more than 100,000 characters into the old generation, where it is dear to collect. */
const SLICE = 64 * 1024;

/**
 * Reads a file that CloudTrail wrote a slice of records at a time, so that each slice's objects die young: half the memory, and
 * faster than parsing it whole. False when the file is not of that layout, and nothing has been taken from it. The marker between
 * two records can't stand in a JSON text (its quotes would be escaped), and a cut inside a nested object leaves brackets open, so a
 * slice that parses is right; from one that doesn't on, the scanner takes over.
 */
export function readSliced(text: Buffer, intake: Intake): boolean {
  if (text.length <= SLICE || !startsWith(text, HEAD) || !endsWith(text, TAIL)) return false;
  intake.values = 1;
  intake.container('cloudtrail');
  const end = text.length - 2;
  for (let from = LIST_HEAD.length; from < end; ) {
    const cut = text.indexOf(BETWEEN, from + SLICE);
    const to = cut === -1 ? end : cut + 1;
    const slice = text.subarray(from, to);
    const records = parsed(slice);
    if (records === undefined) {
      const scanner = openScan(intake, 0, 'single', from - LIST_HEAD.length);
      scanner.push(Buffer.concat([LIST_HEAD, text.subarray(from)]));
      scanner.finish();
      return true;
    }
    intake.invalidUtf8(invalidUtf8At(slice), from);
    for (const record of records) takeElement(intake, record, 'cloudtrail', 0);
    from = to + 1;
  }
  return true;
}

function parsed(slice: Buffer): unknown[] | undefined {
  try {
    return JSON.parse(`[${decode(slice)}]`) as unknown[];
  } catch {
    return undefined;
  }
}

function startsWith(text: Buffer, head: Buffer): boolean {
  return text.subarray(0, head.length).equals(head);
}

function endsWith(text: Buffer, tail: Buffer): boolean {
  return text.subarray(-tail.length).equals(tail);
}
