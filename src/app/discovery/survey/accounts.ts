import type { HostReader } from '../../../io/hosts/port.ts';

interface Account {
  readonly name: string;
  readonly number: number;
  /** The number of its own group; undefined where nothing tells it. */
  readonly group?: number;
  readonly home: string;
}

function parseAccount(line: string): Account | undefined {
  const [name = '', , number = '', group = '', , home = ''] = line.split(':');
  return home === '' ? undefined : { name, number: Number(number), group: Number(group), home };
}

/** Finds accounts of a host by name or number; one that is nowhere has the home that its name suggests. */
export function accountsOf(host: HostReader): (user: string) => Promise<Account> {
  const known = host.readText('/etc/passwd').catch(() => undefined);
  return async (user) => {
    const is = (each: Account) => each.name === user || String(each.number) === user;
    const here = ((await known) ?? '').split('\n').flatMap((line) => parseAccount(line) ?? []);
    const found = here.find(is);
    if (found) return found;
    // Accounts of a directory are in no file.
    const asked = await host
      .ask({ argv: ['getent', 'passwd', user], timeoutMs: 20_000 })
      .catch(() => undefined);
    const told = asked?.exitCode === 0 ? parseAccount(asked.stdout.trim()) : undefined;
    return told ?? { name: user, number: Number(user), home: user === 'root' ? `/${user}` : `/home/${user}` };
  };
}
