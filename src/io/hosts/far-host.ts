import { type BecomeRoot, type DoorOptions, farDoor } from './far-door.ts';
import { farFiles } from './far-files.ts';
import type { FarLink } from './far-link.ts';
import { farNetwork } from './far-network.ts';
import { farPrograms } from './far-programs.ts';
import { farTransfer } from './far-transfer.ts';
import type { Host } from './port.ts';
import { portsAreCommon } from './ports-are-common.ts';

/** A host at the far end of a channel. @param lendPort how it gets our ports, where it is another machine */
export function farHost(link: FarLink, root: BecomeRoot, lendPort: Host['lendPort'] = portsAreCommon): Host {
  const as = (options: DoorOptions): Host => {
    const door = farDoor(link, options);
    return {
      name: link.host,
      facts: () => door.reading(async ({ facts }) => facts),
      ...farFiles(door),
      ...farTransfer(door),
      ...farPrograms(door),
      ...farNetwork(door),
      lendPort,
      inTurn: (turn) => {
        link.expect();
        // It begins at once, not with its first change: earlier drivers may come late anywhere.
        void farDoor(link, { turn })
          .changing(async () => undefined)
          .catch(() => undefined);
        return as({ ...options, turn });
      },
      asRoot: () => as({ ...options, becomeRoot: root }),
    };
  };
  return as({});
}
