import type { Host } from '../hosts/port.ts';

/** What changes units; for starts and stops that may take long there are other deadlines. */
export const systemctl = (root: Host, ...words: string[]) =>
  root.run({ argv: ['systemctl', ...words], timeoutMs: 90_000 });
