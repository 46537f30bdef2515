import { visibleLine } from '../../../lib/visible.ts';

/**
 * A text behind a head: its further lines, if it has any, begin below its first. Whatever programs said and users typed,
 * nothing in it moves a cursor.
 */
export function under(head: string, text: string): string {
  return `${head}${text
    .split(/\r?\n/)
    .map(visibleLine)
    .join(`\n${' '.repeat(head.length)}`)}`;
}
