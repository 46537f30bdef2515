import { rehearse as rehearsePlan } from '../../../app/actions/rehearse.ts';
import { exitCode } from '../../../lib/errors.ts';
import type { CommonFlags } from '../context.ts';
import { endsInOrder } from '../ends-in-order.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { receiptText } from '../views/receipt.ts';
import { runProgress } from '../views/run-progress.ts';

export interface RehearseFlags extends CommonFlags {
  readonly dump?: string;
  readonly revisionLimit: number;
  readonly on?: string;
  readonly nice: boolean;
}

export async function rehearse(terminal: Terminal, flags: RehearseFlags, planFile: string): Promise<Outcome> {
  const standing = {
    left: 'the cluster was only read, and nothing is left of the rehearsal',
    next: 'the same command again',
  };
  const { receipt, file } = await rehearsePlan({
    planFile,
    clusterFile: terminal.clusterFile,
    dump: flags.dump,
    revisionLimitMs: flags.revisionLimit * 1000,
    isNice: flags.nice,
    on: flags.on,
    signal: terminal.interrupted,
    onBegin: () => endsInOrder(terminal, standing),
    onEvent: runProgress(terminal.progress),
  });
  const next = receipt.ok ? `\n  Next: baiup apply ${planFile}` : '';
  return {
    json: receipt,
    text: `${receiptText(receipt, terminal.paint)}\n  Kept: ${file}${next}`,
    ...(receipt.ok ? {} : { exit: exitCode.failed }),
  };
}
