import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { anyPython } from '../../io/python/interpreters.ts';
import { makeBridge, networkAddress } from '../../io/services/bridge.ts';
import { type DockerLocation, dockerServer } from '../../io/services/docker-server.ts';
import type { Server } from '../../io/services/server.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { type Layout, sandboxMarker } from '../layout.ts';
import { mayRaiseLimits } from './may-raise-limits.ts';
import type { DockerRecord } from './record.ts';

const runtimeProgram = fileURLToPath(new URL('./runc_within_limits.py', import.meta.url));

/** The sandbox's own Docker daemon, on a network bridge of its own. */
export function ownDaemon(layout: Layout, { bridge, network }: DockerRecord, dockerd: string): Server {
  const location = {
    folder: layout.server('docker'),
    sockets: layout.sockets,
    env: { [sandboxMarker]: layout.folder },
    bridge,
  };
  return {
    ...dockerServer(location, dockerd),
    start: async (patience) => {
      const runtime = await runtimeOf(location);
      await makeBridge(bridge, networkAddress(network));
      await dockerServer({ ...location, runtime }, dockerd).start(patience);
    },
  };
}

/** Where this process may not raise its limits, containers are run within them; elsewhere by runc as it is. */
async function runtimeOf({ folder }: Pick<DockerLocation, 'folder'>): Promise<string | undefined> {
  if (await mayRaiseLimits()) return undefined;
  const [{ path: python }, program] = await Promise.all([
    anyPython(thisMachine),
    readFile(runtimeProgram, 'utf8'),
  ]);
  const file = join(folder, 'runc-within-limits');
  await writeFileAtomic(file, `#!${python} -IS\n${program}`, 0o755);
  return file;
}
