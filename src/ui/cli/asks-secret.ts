import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { type Secret, secret } from '../../lib/secret.ts';

const isTerminal = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** Asks on the terminal, and shows nothing of what is typed. Ctrl-C, an empty line and no terminal are no answer. */
export async function asksSecret(question: string): Promise<Secret | undefined> {
  if (!isTerminal()) return undefined;
  process.stderr.write(`\n${question} `);
  const output = new Writable({ write: (_text, _encoding, done) => done() });
  const line = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  const answer = await new Promise<string>((resolve) => {
    line.once('SIGINT', () => line.close());
    line.once('close', () => resolve(''));
    line.once('line', (text) => {
      resolve(text);
      line.close();
    });
  });
  process.stderr.write('\n');
  return answer === '' ? undefined : secret(answer);
}
