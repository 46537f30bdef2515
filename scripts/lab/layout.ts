import { join } from 'node:path';
import { cacheHome, stateHome } from '../../src/lib/state-home.ts';

/** Every process of a lab has this variable, with the lab's folder as value. */
export const labMarker = 'BAIUP_LAB';

/** Where everything of a lab is kept. */
export interface Layout {
  readonly name: string;
  readonly folder: string;
  readonly record: string;
  readonly lock: string;
  readonly fixtures: string;
  /** Written once database and etcd are whole. */
  readonly prepared: string;
  /** For `ssh -F`: the hosts by their names. */
  readonly sshConfig: string;
  readonly key: string;
  readonly knownHosts: string;
  readonly host: (name: string) => HostLayout;
}

interface HostLayout {
  readonly folder: string;
  /** What the host sees as `/`. */
  readonly root: string;
  /** What it wrote, and what overlayfs needs beside that. */
  readonly upper: string;
  readonly work: string;
  /** Its `/home`, on a plain file system as real hosts have it: folders can be renamed there. */
  readonly home: string;
  readonly log: string;
}

export function layoutOf(name: string): Layout {
  const folder = join(stateHome(), 'labs', name);
  return {
    name,
    folder,
    record: join(folder, 'lab.json'),
    lock: join(folder, 'up.lock'),
    fixtures: join(folder, 'fixtures.json'),
    prepared: join(folder, 'prepared'),
    sshConfig: join(folder, 'ssh_config'),
    key: join(folder, 'key'),
    knownHosts: join(folder, 'known_hosts'),
    host: (host) => {
      const own = join(folder, 'hosts', host);
      const below = (part: string) => join(own, part);
      return {
        folder: own,
        root: below('root'),
        upper: below('upper'),
        work: below('work'),
        home: below('home'),
        log: below('log'),
      };
    },
  };
}

/** What all labs share, and what can be made again. */
export const labCache = (...parts: readonly string[]): string => join(cacheHome(), 'lab', ...parts);
