import { approve as giveWord } from '../../../app/actions/approve.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { runJson } from '../views/run.ts';

export async function approve(_terminal: Terminal, _flags: CommonFlags, run: string): Promise<Outcome> {
  const { view, steps } = await giveWord(run);
  const json = { ...runJson(view), approved: steps.map(({ step, title }) => ({ step, title })) };
  if (steps.length === 0) return { json, text: `${run} waits for no approval: nothing was recorded.` };
  const lines = steps.map(({ title }) => `  ✓ ${title}`);
  return { json, text: [...lines, '', `Recorded. Go on: baiup resume ${run}`].join('\n') };
}
