import { rm } from 'node:fs/promises';
import { componentNames } from '../core/cluster/inventory.ts';
import { componentNamed } from '../core/components/index.ts';
import { markedProcesses, withDescendants } from '../io/hosts/proc.ts';
import { thisMachine } from '../io/hosts/this-machine.ts';
import { processService } from '../io/services/process.ts';
import { isThere } from '../lib/is-there.ts';
import { waitFor } from '../lib/wait.ts';
import { endDocker, removeDockerTraces } from './docker/down.ts';
import { type Layout, layoutOf, sandboxMarker } from './layout.ts';
import { exclusively } from './lock.ts';
import { loadRecord, type SandboxRecord } from './record.ts';
import { serversOf } from './servers.ts';

/** Nobody's sessions are at stake here. */
const patience = { timeoutMs: 10_000 };

/** Stops everything of a sandbox and removes it; nothing there is fine. @throws BaiupError `sandbox.busy` */
export async function sandboxDown(name: string): Promise<{ readonly existed: boolean }> {
  const layout = layoutOf(name);
  const existed = await isThere(layout.folder);
  const record = await loadRecord(layout).catch(() => undefined);
  if (existed) {
    await exclusively(layout.lock, async () => {
      await stopServices(layout);
      if (record) await endDocker({ layout, record });
      if (record) await stopServers(layout, record);
    });
  }
  await killWhatIsLeft(layout);
  if (record) await removeDockerTraces({ layout, record });
  await rm(layout.sockets, { recursive: true, force: true });
  await rm(layout.folder, { recursive: true, force: true });
  return { existed };
}

async function stopServices(layout: Layout): Promise<void> {
  await Promise.all(
    componentNames.map((component) =>
      processService(thisMachine, layout.service(component)).stop(
        componentNamed(component).stopSignal,
        patience,
      ),
    ),
  );
}

async function stopServers(layout: Layout, record: SandboxRecord): Promise<void> {
  const servers = serversOf(layout, record);
  // A server whose program cannot be found any more is among what is left.
  const stopping = [servers.postgres(), servers.redis(), servers.etcd()].map((finding) =>
    finding.then((server) => server.stop(patience)).catch(() => undefined),
  );
  await Promise.all(stopping);
}

/** Whatever has the sandbox's marker, and what came from it: what a crash left without a pid file, and builds that were under way. */
async function killWhatIsLeft(layout: Layout): Promise<void> {
  const noneLeft = async () => {
    const left = await markedProcesses(sandboxMarker, layout.folder);
    for (const { pid } of await withDescendants(left)) kill(pid);
    return left.length === 0 ? true : undefined;
  };
  await waitFor(noneLeft, {
    timeoutMs: 15_000,
    everyMs: 50,
    what: `the processes of ${layout.folder} to end`,
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
