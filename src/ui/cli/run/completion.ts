import { completionScripts, type Shell } from '../completion/scripts.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';

export async function completion(_terminal: Terminal, _flags: CommonFlags, shell: Shell): Promise<Outcome> {
  const script = completionScripts[shell];
  return { json: { shell, script }, text: script.trimEnd() };
}
