import { randomUUID } from 'node:crypto';
import { farHost } from './far-host.ts';
import { farLink } from './far-link.ts';
import { openFar } from './far-open.ts';
import { farProcess } from './far-process.ts';
import { farCommand } from './far-program.ts';
import { type AskPassword, rootThrough } from './far-root.ts';
import type { Host } from './port.ts';

const [lostAfterMs, linger] = [10_000, 60];

/** This machine where we are root, though this process is not: by the program of hosts elsewhere, behind `sudo`. */
export function localRoot(name: string, password: AskPassword): Host {
  const session = `s-${randomUUID()}`;
  const open = () => openFar(farProcess(farCommand()), lostAfterMs);
  const link = farLink({ host: name, open, session, lostAfterMs });
  return farHost(link, rootThrough(name, session, linger, password)).asRoot();
}
