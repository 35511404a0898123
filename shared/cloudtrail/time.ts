/** Times of the log: UTC, whole seconds (quirk 5). Days are UTC days since 1970-01-01. */
const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const TIME_OF_DAY = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?`;
const ISO = new RegExp(String.raw`^(\d{4})-(\d\d)-(\d\d)T${TIME_OF_DAY}(?:Z|[+-]\d\d:?\d\d)$`);
const BASIC = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
const LAKE = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,9})?$/;

/** Milliseconds since 1970 of an ISO, basic (`20131102T010628Z`) or Lake (`2024-01-31 10:00:00.000`) time; else undefined. */
export function parseTime(value: string): number | undefined {
  const iso = ISO.test(value) ? value : asIso(value);
  const [, year, month, day] = ISO.exec(iso) ?? [];
  // Date.parse takes the 31st of any month for a day of the next.
  if (new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day)) return undefined;
  const time = Date.parse(iso);
  return Number.isNaN(time) ? undefined : time;
}

function asIso(value: string): string {
  const basic = BASIC.exec(value);
  if (basic) return `${basic[1]}-${basic[2]}-${basic[3]}T${basic[4]}:${basic[5]}:${basic[6]}Z`;
  const lake = LAKE.exec(value);
  return lake ? `${lake[1]}T${lake[2]}Z` : '';
}

/** A parser for the hot loop: neighbours in a file share their date, so only the time of day is parsed anew. */
export function timeParser(): (value: string) => number | undefined {
  let date = '';
  let midnight = 0;
  return (value) => {
    if (value.length === 20 && value.charCodeAt(19) === 90 && value.charCodeAt(10) === 84) {
      if (date !== '' && value.startsWith(date)) {
        const hours = twoDigits(value, 11);
        const minutes = twoDigits(value, 14);
        const seconds = twoDigits(value, 17);
        if (hours < 24 && minutes < 60 && seconds < 60 && value.charCodeAt(13) === 58 && value.charCodeAt(16) === 58)
          return midnight + hours * HOUR + minutes * MINUTE + seconds * SECOND;
      }
      const time = parseTime(value);
      if (time === undefined) return undefined;
      date = value.slice(0, 11);
      midnight = Math.floor(time / DAY) * DAY;
      return time;
    }
    return parseTime(value);
  };
}

function twoDigits(value: string, index: number): number {
  const tens = value.charCodeAt(index) - 48;
  const ones = value.charCodeAt(index + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 99;
}

/** CloudTrail was announced on 13 November 2013: an earlier event has a wrong clock. */
const FIRST_EVENT = Date.UTC(2013, 10, 13);

/** Whether an event may be of this time, ms. Clocks go wrong: what is later than tomorrow has not happened. */
export function isPlausible(time: number, now: number): boolean {
  return time >= FIRST_EVENT && time <= now + DAY;
}

/** The UTC day a time falls on, counted from 1970-01-01. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY);
}

let lastDay = Number.NaN;
let lastDate = '';

/** `2026-11-22T13:05:00Z`. Neighbours share their date: only the time of day is written anew. */
export function isoTime(time: number): string {
  const day = dayOf(time);
  if (day !== lastDay) {
    lastDate = isoDay(day);
    lastDay = day;
  }
  const seconds = Math.floor((time - day * DAY) / SECOND);
  return `${lastDate}T${inTwo(seconds / 3600)}:${inTwo((seconds / 60) % 60)}:${inTwo(seconds % 60)}Z`;
}

function inTwo(number: number): string {
  const whole = Math.floor(number);
  return whole < 10 ? `0${whole}` : `${whole}`;
}

/** `2026-11-22` */
export function isoDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
