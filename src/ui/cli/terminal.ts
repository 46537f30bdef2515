import type { Variables } from '../../lib/variables.ts';
import { waitsUnderWay } from '../../lib/waiting.ts';
import type { CliContext, CommonFlags } from './context.ts';
import type { Interrupts } from './interrupts.ts';
import { type Paint, paintFor } from './paint.ts';
import { type Progress, startProgress } from './progress.ts';

/** The one way in which a command reaches its user while it works. */
export interface Terminal {
  readonly format: Exclude<CommonFlags['format'], 'html'>;
  readonly verbose: boolean;
  readonly clusterFile: string | undefined;
  /** What another baiup has to be told to find the same cluster and the same runs. */
  readonly whereArguments: readonly string[];
  readonly env: Variables;
  /** Fires at the first Ctrl-C, and once the terminal is gone. */
  readonly interrupted: AbortSignal;
  readonly interrupts: Pick<Interrupts, 'current' | 'underWay'>;
  readonly paint: Paint;
  /** Steps as they go: on standard output for text, on standard error beside a JSON document. */
  readonly progress: Progress;
  /** A line on standard error, also where progress is quiet. */
  readonly warn: (line: string) => void;
}

export function openTerminal(context: CliContext, flags: CommonFlags): Terminal {
  const { process } = context;
  const isDocument = flags.format !== 'text' && flags.format !== 'html';
  const stream = isDocument ? process.stderr : process.stdout;
  const paint = paintFor(stream.isTTY, process.env);
  return {
    format: flags.format === 'html' ? 'text' : flags.format,
    verbose: flags.verbose,
    clusterFile: flags.cluster,
    whereArguments: [
      ...(flags.cluster === undefined ? [] : ['--cluster', flags.cluster]),
      ...(flags.store === undefined ? [] : ['--store', flags.store]),
    ],
    env: process.env,
    interrupted: context.interrupts.signal,
    interrupts: context.interrupts,
    paint,
    warn: (line) => void process.stderr.write(`${paint('yellow', '!')} ${line}\n`),
    progress: startProgress({
      write: (text) => stream.write(text),
      live: stream.isTTY && !process.env['NO_COLOR'],
      columns: stream.columns,
      isBehind: stream.isBehind,
      quiet: flags.quiet,
      paint,
      waits: waitsUnderWay,
      now: Date.now,
    }),
  };
}
