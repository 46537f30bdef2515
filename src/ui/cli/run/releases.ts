import { releases as listReleases } from '../../../app/actions/releases.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { releasesText } from '../views/releases.ts';

export interface ReleasesFlags extends CommonFlags {
  readonly line?: string;
  readonly all: boolean;
}

export async function releases(terminal: Terminal, { line, all }: ReleasesFlags): Promise<Outcome> {
  const rows = listReleases({ line, all });
  return { json: rows, text: releasesText(rows, { line, verbose: terminal.verbose }, terminal.paint) };
}
