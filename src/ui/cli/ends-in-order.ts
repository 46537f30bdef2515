import type { Standing } from './standing.ts';
import type { Terminal } from './terminal.ts';

/** A command that ends in good order at the first Ctrl-C, and how things stand where it ends before it is done. */
export function endsInOrder({ interrupts }: Pick<Terminal, 'interrupts'>, standing: Standing): void {
  interrupts.underWay({
    word: async () => 'Ending in order. Ctrl-C again cuts.',
    standing: async () => standing,
  });
}
