import { status as readStatus } from '../../../app/actions/status.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { statusJson, statusText } from '../views/status.ts';

export async function status(terminal: Terminal, _flags: CommonFlags): Promise<Outcome> {
  const found = await readStatus(terminal.clusterFile);
  const said = { json: statusJson(found), text: statusText(found, terminal.paint) };
  return found.kind === 'partial' ? { ...said, exit: found.trouble.exit } : said;
}
