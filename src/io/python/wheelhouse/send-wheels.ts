import { join } from 'node:path';
import { atMost } from '../../../lib/at-most.ts';
import { BaiupError } from '../../../lib/errors.ts';
import { cacheFolder } from '../../hosts/cache-folder.ts';
import type { Host, HostReader } from '../../hosts/port.ts';
import type { Wheelhouse } from './wheelhouse.ts';

const filesAtOnce = 4;

/** Where baiup keeps on a host the wheels that were sent there. */
export async function wheelFolderOn(host: HostReader): Promise<string> {
  return join(await cacheFolder(host), 'wheels');
}

/** Sends the wheels that a host lacks. @throws BaiupError `wheelhouse.damaged`, `host.*` */
export async function sendWheels(
  host: Host,
  { folder, wheels }: Wheelhouse,
  signal?: AbortSignal,
): Promise<void> {
  const to = await wheelFolderOn(host);
  await atMost(filesAtOnce, wheels, async ({ file, sha256 }) => {
    signal?.throwIfAborted();
    if ((await host.sha256(join(to, file))) === sha256) return;
    const sent = await host.upload(join(folder, file), join(to, file));
    if (sent.sha256 === sha256) return;
    await host.remove(join(to, file));
    throw new BaiupError(
      'wheelhouse.damaged',
      `${join(folder, file)} is not what it was when it was brought here`,
      {
        hint: `remove ${folder}, then type the command again`,
        left: 'nothing was changed',
      },
    );
  });
}
