/** Our own sentence, what a tool says itself, and what the server added to an error. */
const kept = /^\s*(`|pg_\w+: |(DETAIL|HINT|CONTEXT): )/;

/**
 * What a tool of PostgreSQL said, without the statements that pg_restore quotes ("Command was: …", over many lines): they
 * may hold a password (CREATE USER MAPPING, CREATE SUBSCRIPTION). Their first line may have been cut off.
 */
export function withoutStatements(text: string): string {
  const [first = '', ...others] = text.split('\n');
  return [first, ...others.filter((line) => kept.test(line))].join('\n');
}
