import { z } from 'zod';
import type { ApiCall } from '../../src/io/workloads/manager-call.ts';

const executed = z.object({
  result: z.object({
    status: z.string(),
    console: z.array(z.tuple([z.string(), z.unknown()])).nullish(),
  }),
});

let runs = 0;

/**
 * Runs Python in a session whose container keeps variables from one call to the next: it goes on by itself or is asked for
 * its end, under the id that it was begun with.
 * @returns what it printed
 */
export async function runPython(call: ApiCall, session: string, code: string): Promise<string> {
  runs += 1;
  const runId = `run-${runs}`;
  const printed = { stdout: '', other: '' };
  for (let mode = 'query'; mode !== ''; ) {
    const body = { mode, runId, code: mode === 'query' ? code : '', options: {} };
    const { result } = await call(executed, { method: 'POST', path: `/session/${session}`, body });
    for (const [kind, text] of result.console ?? []) {
      if (kind === 'stdout') printed.stdout += text;
      else printed.other += `${kind}: ${String(text)}\n`;
    }
    mode = result.status === 'continued' ? 'continue' : '';
  }
  if (printed.other !== '') throw new Error(`${session} was told: ${code}\nand said:\n${printed.other}`);
  return printed.stdout.trim();
}
