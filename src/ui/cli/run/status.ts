import { status as readStatus } from '../../../app/actions/status.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { statusJson, statusText } from '../views/status.ts';
import { statusExit } from '../views/status-exit.ts';

export async function status(terminal: Terminal, _flags: CommonFlags): Promise<Outcome> {
  const found = await readStatus(terminal.clusterFile);
  const exit = statusExit(found);
  return { json: statusJson(found), text: statusText(found, terminal.paint), exit };
}
