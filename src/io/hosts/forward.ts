import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ourselves from 'node:process';
import type { Duplex, Transform } from 'node:stream';
import { forwardingServer } from './forwarding-server.ts';

/** A way to an address for programs of this machine. */
export interface Forward {
  /** Holds the socket. */
  readonly folder: string;
  end(): void;
}

/**
 * Has programs of this machine reach something by a socket in a folder that only we may enter. It ends with this
 * process, or when it is told to.
 * @param connect makes a connection for each of theirs
 * @param name of the socket in its folder
 * @param heard what becomes of what the far end says; nothing unless told
 */
export function forward(
  connect: () => Promise<Duplex>,
  name: string,
  heard?: () => Transform,
): Promise<Forward> {
  const folder = mkdtempSync(join(tmpdir(), 'baiup-via-'));
  const server = forwardingServer(connect, heard);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  ourselves.once('exit', remove);
  const end = (): void => {
    ourselves.off('exit', remove);
    server.close();
    remove();
  };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(join(folder, name), () => resolve({ folder, end }));
  });
}
