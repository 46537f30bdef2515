import { parse } from 'smol-toml';

type Variables = Readonly<Record<string, string>>;

/** A server as a program sees it; what is not told is the program's default. */
export interface SeenServer {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
}

/** Where a program finds its etcd and its database. The passwords are in plain words. */
export interface SeenLocations {
  readonly etcd?: SeenServer & { readonly namespace?: string };
  readonly database?: SeenServer & {
    readonly name?: string;
    /** As `sslmode` of PostgreSQL's programs: of a name like `backend?ssl=require`, which releases from 25.15 on take. */
    readonly ssl?: string;
  };
}

/** Which of a service's variables win over its file, each with the key that it takes the place of; sorted. */
export function winningVariables(
  overrides: Variables,
  variables: Variables,
): readonly { readonly name: string; readonly key: string }[] {
  return Object.entries(overrides)
    .filter(([name]) => variables[name] !== undefined)
    .map(([name, key]) => ({ name, key }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * Where a program finds its etcd and its database: what its file says, unless a variable of its service wins over it.
 * @param overrides which variable wins over which key, by `Component.overrides`
 */
export function seenLocations(text: string, overrides: Variables, variables: Variables): SeenLocations {
  const table = tableOf(text);
  const winning = new Map(
    winningVariables(overrides, variables).map(({ name, key }) => [key, variables[name]] as const),
  );
  const wordOf = (key: string): unknown => winning.get(key) ?? within(table, key);
  const textAt = (key: string): string | undefined => {
    const value = wordOf(key);
    return typeof value === 'string' || typeof value === 'number' ? `${value}` : undefined;
  };
  const server = (section: string): SeenServer =>
    told({
      ...addressOf(wordOf(`${section}.addr`)),
      user: textAt(`${section}.user`),
      password: textAt(`${section}.password`),
    });
  const isThere = (section: string): boolean =>
    within(table, section) !== undefined || [...winning.keys()].some((key) => key.startsWith(`${section}.`));
  return {
    ...(isThere('etcd')
      ? { etcd: { ...server('etcd'), ...told({ namespace: textAt('etcd.namespace') }) } }
      : {}),
    ...(isThere('db') ? { database: { ...server('db'), ...databaseIn(textAt('db.name')) } } : {}),
  };
}

/**
 * A name is put into an address as it is, so what follows a question mark is told to the driver. Source: `connect_database`
 * in ai/backend/manager/models/utils.py at 25.15.0; until then the name was quoted.
 */
function databaseIn(text: string | undefined): { name?: string; ssl?: string } {
  const [name, query = ''] = text?.split('?', 2) ?? [];
  return told({ name, ssl: new URLSearchParams(query).get('ssl') ?? undefined });
}

type Told<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function told<T extends object>(values: T): Told<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Told<T>;
}

/** What cannot be read is told of by the loader. */
function tableOf(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return {};
  }
}

const within = (table: unknown, key: string): unknown =>
  key
    .split('.')
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
      table,
    );

/** An address as the vendor's loaders take it: a table, or `host:port`. */
function addressOf(value: unknown): Pick<SeenServer, 'host' | 'port'> {
  if (typeof value === 'string') {
    const colon = value.lastIndexOf(':');
    return colon < 0 ? {} : { host: bare(value.slice(0, colon)), port: Number(value.slice(colon + 1)) };
  }
  const { host, port } = { host: within(value, 'host'), port: within(value, 'port') };
  return typeof host === 'string' ? { host: bare(host), port: Number(port) } : {};
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '');
