import { parseTime } from '../cloudtrail/time.ts';

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const CLF = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})$/;
const DIGITS = /^\d{10,13}(?:\.\d{1,6})?$/;

/** Milliseconds of a time as access logs print it: epoch milliseconds or seconds, `09/Apr/2026:12:34:56 +0000`, or ISO. */
export function parseLogTime(text: string): number | undefined {
  if (DIGITS.test(text)) {
    const number = Number(text);
    return Math.floor(number < 1e11 ? number * 1000 : number);
  }
  const [, day, month = '', year, time, zone] = CLF.exec(text) ?? [];
  if (day === undefined) return parseTime(text);
  const index = MONTHS.indexOf(month);
  if (index % 3 !== 0) return undefined;
  return parseTime(`${year}-${String(index / 3 + 1).padStart(2, '0')}-${day}T${time}${zone}`);
}
