import { visible } from '../../lib/visible.ts';
import type { Terminal } from './terminal.ts';

/** Says of a guard that no session fits it. */
export const warnOfUnmet =
  ({ warn }: Pick<Terminal, 'warn'>) =>
  (guard: string): void =>
    warn(`no session fits --guard ${visible(guard)}: nothing is guarded by it now`);
