export type Zone = 'local' | 'utc';

const pad = (value: number): string => String(value).padStart(2, '0');

/** "02:06:31" of a moment. */
export function clock(at: string | number, zone: Zone): string {
  const date = new Date(at);
  return zone === 'utc'
    ? date.toISOString().slice(11, 19)
    : [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(':');
}

/** "2026-11-29" of a moment. */
export function day(at: string | number, zone: Zone): string {
  const date = new Date(at);
  return zone === 'utc'
    ? date.toISOString().slice(0, 10)
    : [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
}

/** "UTC+09:00" of a moment, as the browser has it. */
export function offsetText(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset();
  const [h, m] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '−' : '+'}${pad(h)}:${pad(m)}`;
}
