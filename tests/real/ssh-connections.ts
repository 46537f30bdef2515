import { readdir, readFile } from 'node:fs/promises';

/** Connections of our own to a server, by a word of their command line. */
export async function sshConnections(word: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
      return words[0] === 'ssh' && words.includes(word) ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

/** Cuts them all, as a network does: nobody says goodbye. @returns how many there were */
export async function cutConnections(word: string): Promise<number> {
  const pids = await sshConnections(word);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  return pids.length;
}
