import { changelog as readChangelog } from '../../../app/actions/changelog.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { changelogText } from '../views/changelog.ts';

export interface ChangelogFlags extends CommonFlags {
  readonly source?: string;
}

export async function changelog(
  terminal: Terminal,
  { source }: ChangelogFlags,
  from: string,
  to: string,
): Promise<Outcome> {
  const hops = await readChangelog({
    from,
    to,
    signal: terminal.interrupted,
    ...(source === undefined ? {} : { source }),
  });
  return { json: { hops }, text: changelogText(hops, terminal.verbose, terminal.paint) };
}
