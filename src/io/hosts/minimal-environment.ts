import type { Variables } from '../../lib/variables.ts';

/** What every program may see of our own environment; nothing else leaks into the programs we run. */
const kept = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'TMPDIR',
  'TZ',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
]);

export function minimalEnvironment(env: Variables): Record<string, string> {
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (kept.has(entry[0]) || /^LC_/.test(entry[0])),
  );
  return Object.fromEntries(entries);
}
