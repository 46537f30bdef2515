import { readFile } from 'node:fs/promises';
import { onPath } from '../hosts/on-path.ts';
import { thisMachine } from '../hosts/this-machine.ts';

async function ip(rest: readonly string[], verb: 'ask' | 'run' = 'run') {
  const program = (await onPath(thisMachine, 'ip')) ?? 'ip';
  return thisMachine[verb]({ argv: [program, ...rest], timeoutMs: 20_000 });
}

async function exists(name: string): Promise<boolean> {
  return (await ip(['link', 'show', 'dev', name], 'ask')).exitCode === 0;
}

/** A network bridge of this machine with an address: `198.19.7.1/24`. One that is there is taken as it is. */
export async function makeBridge(name: string, address: string): Promise<void> {
  if (!(await exists(name))) await ip(['link', 'add', 'name', name, 'type', 'bridge']);
  await ip(['address', 'replace', address, 'dev', name]);
  await ip(['link', 'set', 'dev', name, 'up']);
}

/** Makes one for whoever asks first. @returns false where one of that name is there already */
export async function takeBridge(name: string, address: string): Promise<boolean> {
  const add = ['link', 'add', 'name', name, 'type', 'bridge'];
  const { exitCode } = await ip(add, 'ask');
  if (exitCode !== 0 && (await exists(name))) return false;
  await makeBridge(name, address);
  return true;
}

/** Nothing there is fine. */
export async function removeBridge(name: string): Promise<void> {
  if (await exists(name)) await ip(['link', 'delete', 'dev', name]);
}

/** Address of the bridge of a network, by the network's number from 1 to 254: `198.19.7.1/24`. */
export const networkAddress = (number: number): string => `198.19.${number}.1/24`;

/**
 * The first number of a network that no route of this machine leads to, from 1 to `last`. They lie in the range that is
 * kept for measurements (RFC 2544), and so used by no site.
 */
export async function freeNetwork(
  last: number,
  reserved: ReadonlySet<number>,
  file = '/proc/net/route',
): Promise<number | undefined> {
  const routes = await readFile(file, 'utf8').catch(() => '');
  const used = new Set(routes.split('\n').map((line) => line.split('\t')[1]?.toUpperCase()));
  const numbers = Array.from({ length: last }, (_, index) => index + 1);
  return numbers.find((number) => !used.has(destination(number)) && !reserved.has(number));
}

/** As /proc/net/route spells it: hexadecimal, the last byte first. */
function destination(number: number): string {
  return `00${number.toString(16).padStart(2, '0')}13C6`.toUpperCase();
}
