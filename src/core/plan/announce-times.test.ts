import { expect, it } from 'vitest';
import { announcementDue, untilNext } from './announce-times.ts';

const at = '2026-11-29T02:00:00.000Z';
const before = [86_400, 3600, 600];
const minutes = (text: string): number => Date.parse(`2026-11-${text}:00.000Z`);
const iso = (text: string): string => new Date(minutes(text)).toISOString();

it.each([
  ['never told', undefined, '20T00:00', 'planned'],
  ['told long before', '20T00:00', '27T23:00', undefined],
  ['a day before', '20T00:00', '28T02:00', 'planned'],
  ['once is enough', '28T02:00', '28T02:00', undefined],
  ['between two times', '28T02:00', '29T00:59', undefined],
  ['an hour before', '28T02:00', '29T01:00', 'planned'],
  ['two times were missed: told once', '20T00:00', '29T01:30', 'planned'],
  ['and then only at the next', '29T01:30', '29T01:49', undefined],
  ['ten minutes before', '29T01:30', '29T01:50', 'planned'],
  ['at its time', '29T01:50', '29T02:00', undefined],
  ['a while after it', '29T01:50', '29T02:09', undefined],
  ['long after it', '29T01:50', '29T02:10', 'overdue'],
  ['that is told once', '29T02:10', '29T09:00', undefined],
  ['never told, and too late', undefined, '29T02:10', 'overdue'],
])('%s (told %s, now %s): %s', (_what, told, now, moment) => {
  const window = { at, ...(told === undefined ? {} : { told: iso(told) }) };
  expect(announcementDue(window, before, minutes(now))).toBe(moment);
});

it('a window that was moved is told as such, once', () => {
  const moved = iso('28T02:00');
  expect(announcementDue({ at, moved }, before, minutes('20T00:00'))).toBe('moved');
  expect(announcementDue({ at, moved, told: iso('20T00:00') }, before, minutes('20T00:01'))).toBeUndefined();
});

it.each([
  ['28T01:00', 60],
  ['28T02:00', 23 * 60],
  ['29T01:59', 1],
  ['29T02:00', 10],
  ['29T02:10', undefined],
])('at %s the next thing comes in %s minutes', (now, left) => {
  expect(untilNext({ at }, before, minutes(now))).toBe(left === undefined ? undefined : left * 60_000);
});
