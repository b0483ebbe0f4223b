import { MalformedError } from '@switchyard/primitives';
import type { Timestamp } from './types.ts';

const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** The moment in RFC 3339 text, with up to nine digits of fraction. @throws MalformedError when it is not one. */
export function parseTime(text: string): Timestamp {
  const match = pattern.exec(text);
  if (match === null) throw new MalformedError('time is not RFC 3339', { time: text });
  const [, yearText = '', ...rest] = match;
  const [year, month = 0, day = 0, hour = 0, minute = 0, second = 0] = [yearText, ...rest.slice(0, 5)].map(
    Number,
  );
  const [fraction = '', zone = 'Z'] = rest.slice(5);
  if (year === undefined || year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
    throw new MalformedError('time has no such day', { time: text });
  }
  if (hour > 23 || minute > 59 || second > 59)
    throw new MalformedError('time has no such hour', { time: text });
  const ofDay = hour * 3_600 + minute * 60 + second;
  return {
    seconds: BigInt(daysSinceEpoch(year, month, day)) * SECONDS_PER_DAY + BigInt(ofDay - offsetSeconds(zone)),
    nanos: Number(fraction.padEnd(9, '0')),
  };
}

/** The moment as Go writes it: UTC, no trailing zeros in the fraction. @throws MalformedError outside the years 1 to 9999. */
export function formatTime({ seconds, nanos }: Timestamp): string {
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS || nanos < 0 || nanos > 999_999_999) {
    throw new MalformedError('time is outside the years 1 to 9999', { seconds, nanos });
  }
  const days = floorDivide(seconds, SECONDS_PER_DAY);
  const ofDay = Number(seconds - days * SECONDS_PER_DAY);
  const { year, month, day } = dateOf(Number(days));
  const clock = [Math.floor(ofDay / 3_600), Math.floor(ofDay / 60) % 60, ofDay % 60]
    .map((n) => pad(n, 2))
    .join(':');
  const fraction = nanos === 0 ? '' : `.${pad(nanos, 9).replace(/0+$/, '')}`;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${clock}${fraction}Z`;
}

/** Earlier is negative, later is positive, the same moment is zero. */
export function compareTimes(a: Timestamp, b: Timestamp): number {
  if (a.seconds !== b.seconds) return a.seconds < b.seconds ? -1 : 1;
  return a.nanos - b.nanos;
}

const SECONDS_PER_DAY = 86_400n;
const MIN_SECONDS = -62_135_596_800n;
const MAX_SECONDS = 253_402_300_799n;

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function offsetSeconds(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3_600 + minutes * 60);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days of 400 years, after which the calendar repeats. */
const DAYS_PER_ERA = 146_097;
/** From 0000-03-01 to 1970-01-01. */
const EPOCH_OFFSET = 719_468;

/** Counts in years that begin in March, so that the leap day is a year's last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - EPOCH_OFFSET;
}

function dateOf(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = days + EPOCH_OFFSET;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
