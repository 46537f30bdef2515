import { createHash } from 'node:crypto';

/** A name as SQL takes it where no parameter may stand. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL takes it where no parameter may stand. */
export function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** `name` with a suffix, within PostgreSQL's 63 bytes; long names are shortened by a hash. */
export function derivedName(name: string, suffix: string): string {
  const whole = `${name}${suffix}`;
  if (Buffer.byteLength(whole) <= 63) return whole;
  return `db_${createHash('sha256').update(name).digest('hex').slice(0, 16)}${suffix}`;
}
