import { afterAll } from 'vitest';
import type { Command } from '../../lib/command.ts';
import type { Secret } from '../../lib/secret.ts';
import { waitFor } from '../../lib/wait.ts';
import { farHost } from './far-host.ts';
import { farLink } from './far-link.ts';
import { openFar } from './far-open.ts';
import type { patienceFor } from './far-patience.ts';
import { farProcess } from './far-process.ts';
import { farCommand } from './far-program.ts';
import { rootThrough } from './far-root.ts';

const links: { close(): void }[] = [];
/** For a test's file: closes all channels at its end. */
export function closesChannels(): void {
  afterAll(() => {
    for (const each of links) each.close();
  });
}
let sessions = 0;

interface Given {
  readonly command?: Command['argv'];
  readonly lostAfterMs?: number;
  readonly password?: () => Promise<Secret | undefined>;
  readonly patience?: typeof patienceFor;
}

/** A host behind `sh`, as SSH would start it, and what cuts its connection. */
export function throughSh({ command = farCommand(), lostAfterMs = 5_000, password, patience }: Given = {}) {
  sessions += 1;
  const session = `s-test-${process.pid}-${sessions}`;
  let current: ReturnType<typeof farProcess> | undefined;
  let opened = 0;
  const open = () => {
    opened += 1;
    current = farProcess(command);
    return openFar(current, 20_000, patience);
  };
  const link = farLink({ host: 'far', open, session, lostAfterMs, againMs: 10 });
  links.push(link);
  const host = farHost(link, rootThrough('far', session, 60, password ?? (async () => undefined)));
  return { host, link, cut: () => current?.kill(), opened: () => opened };
}

export const untilSo = (what: string, isSo: () => Promise<boolean>) =>
  waitFor(async () => (await isSo()) || undefined, { timeoutMs: 10_000, everyMs: 20, what });
