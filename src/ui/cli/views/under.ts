/** A text behind a head: its further lines, if it has any, begin below its first. */
export function under(head: string, text: string): string {
  return `${head}${text.replaceAll('\n', `\n${' '.repeat(head.length)}`)}`;
}
