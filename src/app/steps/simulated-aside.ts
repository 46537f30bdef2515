import type { AsideDoor } from '../../io/database/aside/aside-door.ts';
import {
  type AsidePlace,
  type AsidePurpose,
  asideNames,
  asidePlaces,
} from '../../io/database/aside/aside-names.ts';
import { BaiupError } from '../../lib/errors.ts';

/** A database of a simulated server: what is in it, and its id, which it keeps whatever its name is. */
export interface SimulatedCopy<D> {
  readonly id: string;
  readonly data: D;
}

/** A simulated server: databases by their names. */
export type SimulatedServer<D> = Pick<Map<string, SimulatedCopy<D>>, 'get' | 'set' | 'delete'>;

interface Given<D> {
  readonly name: string;
  readonly purpose: AsidePurpose;
  readonly server: SimulatedServer<D>;
  readonly rows: (data: D) => readonly string[];
  /** Before and after each change: a process may die there. */
  readonly instant?: () => Promise<void>;
  /** Called where a database gets another name. */
  readonly moving?: () => void;
}

let made = 0;

/** What `asideDoor` is on a real server, but for the view. */
export function simulatedAside<D>(given: Given<D>): Omit<AsideDoor, 'view'> {
  const { name, purpose, server, rows, instant = async () => undefined, moving } = given;
  const names = asideNames(name, purpose);
  const at = (place: AsidePlace): SimulatedCopy<D> => {
    const found = server.get(names[place]);
    if (!found) throw new BaiupError('database.refused', `there is no database "${names[place]}"`);
    return found;
  };
  const change = async (act: () => void): Promise<void> => {
    await instant();
    act();
    await instant();
  };
  return {
    names,
    found: async () => {
      await instant();
      return Object.fromEntries(
        asidePlaces.flatMap((place) => {
          const found = server.get(names[place]);
          return found ? [[place, found.id]] : [];
        }),
      );
    },
    move: (...moves) =>
      change(() => {
        moving?.();
        // All of it or nothing.
        const before = asidePlaces.map((place) => [names[place], server.get(names[place])] as const);
        try {
          for (const [from, to] of moves) {
            const found = at(from);
            if (server.get(names[to])) throw new Error(`there is a database "${names[to]}"`);
            server.delete(names[from]);
            server.set(names[to], found);
          }
        } catch (error) {
          for (const [each, found] of before) found ? server.set(each, found) : server.delete(each);
          throw error;
        }
      }),
    copy: () =>
      change(() => {
        const { data } = at('aside');
        made += 1;
        server.set(names.copy, { id: `copy ${made}`, data: structuredClone(data) });
      }),
    drop: (place) =>
      change(() => {
        server.delete(names[place]);
      }),
    size: async () => 0,
    visitors: async () => [],
    revisions: async (place) => rows(at(place).data),
  };
}
