import type { Secret } from './secret.ts';

type Asker = (question: string) => Promise<Secret | undefined>;

let asker: Asker = async () => undefined;

/** Whoever can ask a person for a secret says how; without that nobody is asked. */
export function secretsAreAskedBy(ask: Asker): void {
  asker = ask;
}

/** Asks a person for a secret; undefined where nobody can be asked, or nobody answers. */
export function askSecret(question: string): Promise<Secret | undefined> {
  return asker(question);
}
