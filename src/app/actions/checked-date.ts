import { usageError } from '../../lib/errors.ts';

const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/;

/** A day or a time in UTC as ISO 8601. @throws BaiupError `date.malformed` (exit 64) for anything else */
export function checkedDate(text: string): string {
  if (isoDate.test(text) && !Number.isNaN(Date.parse(text))) return text;
  const hint = 'write a day as 2024-03-27, or a time in UTC as 2024-03-27T12:00:00Z';
  throw usageError('date.malformed', `"${text}" is no date`, hint);
}
