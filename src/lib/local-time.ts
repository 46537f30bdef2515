/** A time as people of a zone read it: "2026-11-28 16:37 Asia/Seoul (UTC+09:00)". @param at milliseconds since the epoch */
export function localTime(at: number, zone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const offset = part['timeZoneName']?.replace('GMT', '') || '+00:00';
  const name = zone === 'UTC' ? '' : `${zone} `;
  return `${part['year']}-${part['month']}-${part['day']} ${part['hour']}:${part['minute']} ${name}(UTC${offset})`;
}
