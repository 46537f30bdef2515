import type { PathFlags } from '../commands/path.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';

export async function path(_terminal: Terminal, _flags: PathFlags, ...versions: string[]): Promise<Outcome> {
  return { json: { versions }, text: versions.join(' → ') };
}
