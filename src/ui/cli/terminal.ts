import type { Variables } from '../../lib/variables.ts';
import type { CliContext, CommonFlags } from './context.ts';
import { type Paint, paintFor } from './paint.ts';
import { type Progress, startProgress } from './progress.ts';

/** The one way in which a command reaches its user while it works. */
export interface Terminal {
  readonly format: 'text' | 'json';
  readonly verbose: boolean;
  readonly clusterFile: string | undefined;
  readonly env: Variables;
  readonly interrupted: AbortSignal;
  readonly paint: Paint;
  /** Steps as they go: on standard output for text, on standard error beside a JSON document. */
  readonly progress: Progress;
  /** A line on standard error, also where progress is quiet. */
  readonly warn: (line: string) => void;
}

export function openTerminal(context: CliContext, flags: CommonFlags): Terminal {
  const { process } = context;
  const stream = flags.format === 'json' ? process.stderr : process.stdout;
  const paint = paintFor(stream.isTTY ?? false, process.env);
  return {
    format: flags.format === 'json' ? 'json' : 'text',
    verbose: flags.verbose,
    clusterFile: flags.cluster,
    env: process.env,
    interrupted: context.interrupted,
    paint,
    warn: (line) => void process.stderr.write(`${paint('yellow', '!')} ${line}\n`),
    progress: startProgress({
      write: (text) => stream.write(text),
      live: (stream.isTTY ?? false) && !process.env['NO_COLOR'],
      columns: stream.columns ?? 100,
      quiet: flags.quiet,
      paint,
    }),
  };
}
