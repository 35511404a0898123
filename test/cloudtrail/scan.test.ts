import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { type ScanLimits, Scanner } from '../../shared/cloudtrail/scan.ts';
import type { ScanHandler } from '../../shared/cloudtrail/scan-handler.ts';

/** What a scan told, one line each. Values that are no JSON are told as broken. */
function scan(parts: readonly string[], limits?: Partial<ScanLimits>): string[] {
  const told: string[] = [];
  const on: ScanHandler = {
    value(text, at, list) {
      let broken = '';
      try {
        JSON.parse(text.toString());
      } catch {
        broken = ' broken';
      }
      told.push(`${at}${list === undefined ? '' : ` in '${list}'`}${broken}: ${text}`);
      return broken === '';
    },
    list: (name) => told.push(`list '${name}'`),
    junk: (text, at, merged) => told.push(`${at} junk${merged ? ' merged' : ''}: ${text}`),
    tooLong: (at, limit) => told.push(`${at} longer than ${limit}`),
    stray: (at, byte) => told.push(`${at} stray ${byte}`),
    cut: (end, value) => told.push(`${end} cut${value === undefined ? '' : `: ${value.text}`}`),
  };
  const scanner = new Scanner(on, 0, limits);
  for (const part of parts) scanner.push(Buffer.from(part));
  scanner.finish();
  return told;
}

describe('Scanner', () => {
  it('tells the elements of a list of records, then the object around it as if the list were empty', () => {
    expect(scan(['{"a":{"Records":[1]},"Records" : [{"x":"]"} , 2],"b":[3]}'])).toEqual([
      "list 'Records'",
      '34 in \'Records\': {"x":"]"}',
      "46 in 'Records': 2",
      '0: {"a":{"Records":[1]},"Records" : [],"b":[3]}',
    ]);
  });

  it('takes no key inside a text or below the top for a list of records', () => {
    const text = '{"a":"{\\"Records\\":[1]","b":{"Records":[{}]},"Records ":[{}]}';
    expect(scan([text])).toEqual([`0: ${text}`]);
  });

  it('drops a value longer than the limit and goes on behind it', () => {
    const long = `{"x":"${'y'.repeat(100)}"}`;
    const expected = ["list ''", "1 in '': {}", '4 longer than 50', `${long.length + 5} in '': {}`];
    expect(scan([`[{},${long},{}]`], { maxValue: 50 })).toEqual(expected);
    expect(scan([...`[{},${long},{}]`], { maxValue: 50 })).toEqual(expected);
  });

  it('looks for the next record inside a value that got too long', () => {
    const broken = `{"eventVersion":1,"x":"${'y'.repeat(30)},{"eventVersion":2},{"eventVersion":3}`;
    const at = broken.indexOf('{"eventVersion":2');
    expect(scan([...`${broken}\n`], { maxValue: 72 })).toEqual([
      '0 longer than 72',
      `${at}: {"eventVersion":2}`,
      `${at + 19}: {"eventVersion":3}`,
    ]);
  });

  it('says that a value too long was cut off as well', () => {
    expect(scan(['{"x":"', 'y'.repeat(100)], { maxValue: 50 })).toEqual(['0 longer than 50', '106 cut']);
  });

  it('stops looking for records in broken ones when that would read the same bytes over and over', () => {
    const text = '{"eventVersion":1,'.repeat(20);
    const all = scan([text]);
    expect(all.length).toBe(20);
    expect(all.at(-1)).toBe('360 cut: {"eventVersion":1,');
    const few = scan([text], { maxRescanned: 1000 });
    expect(few.length).toBe(4);
    expect(few.at(-1)).toBe(`360 cut: ${'{"eventVersion":1,'.repeat(17)}`);
  });

  it('tells the rest of a broken record apart from a record of its own', () => {
    expect(scan(['[{"eventVersion":1}"x":{"y":2}},{"eventVersion":2}]'])).toEqual([
      "list ''",
      '1 in \'\': {"eventVersion":1}',
      '19 junk: "x":{"y":2}},',
      '32 in \'\': {"eventVersion":2}',
    ]);
    expect(scan(['[{"eventVersion":x}"x":{"y":2}},{"eventVersion":2}]'])[2]).toBe('19 junk merged: "x":{"y":2}},');
  });

  it('gives up on text without an end in pieces of 1 MiB', () => {
    const text = 'text '.repeat(500_000);
    expect(scan([text]).map((line) => line.slice(0, 12))).toEqual(['0 junk: text', '1048580 junk', '2097156 junk']);
  });
});
