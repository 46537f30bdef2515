import type { HostReader } from './port.ts';

/** What tells of a process that a folder is in use: what it has loaded, what it was started as, what is mounted for it. */
const files = '/proc/[0-9]+/(maps|cmdline|mountinfo)';

/**
 * Numbers of the processes that were started from a folder, have loaded something of it, or have something of it
 * mounted, as a container may; none of processes that we may not look at.
 */
export async function processesIn(host: HostReader, folder: string): Promise<number[]> {
  // In a command line the folder would be found there.
  const words = `/proc -mindepth 2 -maxdepth 2 -regextype posix-extended -regex ${files}`.split(' ');
  const wanted = await host.lend('folder', `${folder}/\n${folder} \n`);
  try {
    const { stdout } = await host.ask({
      argv: ['find', ...words, '-exec', 'grep', '-lsF', '-f', wanted.path, '--', '{}', '+'],
      timeoutMs: 60_000,
    });
    return [...new Set([...stdout.matchAll(/^\/proc\/(\d+)\//gm)].map(([, pid]) => Number(pid)))];
  } finally {
    await wanted.takeBack();
  }
}
