import { readAlembicVersion } from '../alembic-version.ts';
import { type DatabaseAddress, type DatabaseOptions, withDatabase } from '../database.ts';
import { type DatabaseView, holdView } from '../hold-view.ts';
import { renameDatabases } from '../rename-databases.ts';
import { besideDatabase, dropDatabase } from '../server.ts';
import { type AsidePlace, type AsidePurpose, asideNames, asidePlaces } from './aside-names.ts';
import { copyDatabase, endCopying } from './copy-database.ts';

/** What is in each place: a database keeps its id whatever its name is. */
export type AsideFound = { readonly [place in AsidePlace]?: string };

/** A database, what it was before a hop, and its copy. */
export interface AsideDoor {
  /** The names on the server. */
  readonly names: Readonly<Record<AsidePlace, string>>;
  found(): Promise<AsideFound>;
  /** All of it or nothing; sessions of others at them are ended. @throws BaiupError `database.busy` */
  move(...moves: readonly (readonly [from: AsidePlace, to: AsidePlace])[]): Promise<void>;
  /** Copies what is set aside; a copy that is there already goes. */
  copy(): Promise<void>;
  /** Drops what is in a place; nothing there is fine. */
  drop(place: Exclude<AsidePlace, 'name'>): Promise<void>;
  /** Rows of `alembic_version` in a place. */
  revisions(place: AsidePlace): Promise<readonly string[]>;
  /** Who is connected to what is in a place, but for baiup; without rights to see them, only that there are some. */
  visitors(place: AsidePlace): Promise<readonly string[]>;
  /** Bytes of what is in a place; 0 where nothing is. */
  size(place: AsidePlace): Promise<number>;
  /** Holds what is in a place as it is. */
  view(place: AsidePlace): Promise<DatabaseView>;
}

/** Copying a terabyte takes an hour. */
const patience: DatabaseOptions = { queryTimeoutMs: 2 * 3600_000 };

const visitors = `
SELECT DISTINCT concat_ws(' of ', nullif(application_name, ''), 'role ' || usename) AS who FROM pg_stat_activity
WHERE datname = $1 AND coalesce(backend_type, 'client backend') = 'client backend' AND usesysid IS NOT NULL
  AND coalesce(application_name, '') NOT LIKE 'baiup%' ORDER BY 1`;

/** @param address of the database under its own name */
export function asideDoor(address: DatabaseAddress, purpose: AsidePurpose): AsideDoor {
  const names = asideNames(address.name, purpose);
  const at = (place: AsidePlace): DatabaseAddress => ({ ...address, name: names[place] });
  return {
    names,
    found: () =>
      besideDatabase(address, async (server) => {
        const rows = await server.query<{ name: string; id: string }>(
          'SELECT datname AS name, oid::text AS id FROM pg_database WHERE datname = ANY($1)',
          [Object.values(names)],
        );
        const ids = new Map(rows.map(({ name, id }) => [name, id]));
        return Object.fromEntries(
          asidePlaces.flatMap((place) => {
            const id = ids.get(names[place]);
            return id === undefined ? [] : [[place, id]];
          }),
        );
      }),
    move: (...moves) =>
      besideDatabase(
        address,
        async (server) => {
          await endCopying(server, names.copy);
          await renameDatabases(
            server,
            moves.map(([from, to]) => ({ from: names[from], to: names[to] })),
          );
        },
        patience,
      ),
    copy: () =>
      besideDatabase(
        address,
        async (server) => {
          await endCopying(server, names.copy);
          await dropDatabase(server, names.copy);
          await copyDatabase(server, names.aside, names.copy);
        },
        patience,
      ),
    drop: (place) =>
      besideDatabase(
        address,
        async (server) => {
          if (place === 'copy') await endCopying(server, names.copy);
          await dropDatabase(server, names[place]);
        },
        patience,
      ),
    visitors: (place) =>
      besideDatabase(address, async (server) => {
        const rows = await server.query<{ who: string }>(visitors, [names[place]]);
        return rows.map(({ who }) => who);
      }),
    revisions: (place) => withDatabase(at(place), readAlembicVersion),
    size: (place) =>
      besideDatabase(address, async (server) => {
        const rows = await server.query<{ bytes: number }>(
          'SELECT pg_database_size(oid)::float AS bytes FROM pg_database WHERE datname = $1',
          [names[place]],
        );
        return rows[0]?.bytes ?? 0;
      }),
    view: (place) => holdView(at(place)),
  };
}
