import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A disk of a few megabytes in the place of a folder; only programs that enter it see it. */
export interface SmallDisk {
  /** What to put before a program that is to see it. */
  readonly enter: readonly string[];
  /** The same folder, as this process sees it. */
  readonly seen: string;
  /** Takes all room that is left but for so many bytes. */
  fill(but?: number): Promise<void>;
  /** Makes room again. */
  free(): Promise<void>;
  close(): Promise<void>;
}

/** Root mounts it in a namespace of its own; anybody else in one where they are root. */
const [apart, into] =
  process.getuid?.() === 0
    ? [['--mount'], ['--mount']]
    : [
        ['--mount', '--user', '--map-root-user'],
        ['--mount', '--user', '--preserve-credentials'],
      ];

export async function smallDisk(folder: string, megabytes: number): Promise<SmallDisk> {
  await mkdir(folder, { recursive: true });
  const mount = `mount -t tmpfs -o size=${megabytes}m,mode=700 tmpfs "$0" && echo mounted && exec sleep infinity`;
  const holder = spawn('unshare', [...apart, 'sh', '-c', mount, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  const seen = join('/proc', String(holder.pid), 'root', folder);
  const ballast = join(seen, 'ballast');
  return {
    enter: ['nsenter', '--target', String(holder.pid), ...into],
    seen,
    fill: async (but = 0) => {
      const file = await open(ballast, 'a');
      try {
        for (let piece = 1_000_000; piece > 0; ) {
          const written = await file.write(Buffer.alloc(piece)).then(
            ({ bytesWritten }) => bytesWritten,
            () => 0,
          );
          if (written < piece) piece = Math.floor(piece / 2);
        }
        const { size } = await file.stat();
        await file.truncate(Math.max(0, size - but));
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast, { force: true }),
    close: async () => {
      holder.kill('SIGKILL');
      await once(holder, 'exit');
    },
  };
}
