import { onPath } from '../hosts/on-path.ts';

/**
 * Put before a program, it gets a signal when the process that started it ends, even by SIGKILL. Nothing where the
 * system has no `setpriv`: it then outlives us, and whoever comes next ends it.
 */
export async function lifeTie(signal: 'QUIT' | 'KILL'): Promise<readonly string[]> {
  const setpriv = await onPath('setpriv');
  return setpriv ? [setpriv, '--pdeathsig', signal] : [];
}
