const groups = new Set<number>();

function endAll(): void {
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  }
}

/**
 * Ends a program when this process does. Ours are process groups of their own: what a terminal sends to everybody in it
 * (Ctrl-C, the end of the session) must not end the dump of a run that goes on.
 * @param group the program's pid, which is its group's as well
 * @returns forgets a program that has ended
 */
export function endWithUs(group: number): () => void {
  if (groups.size === 0) process.on('exit', endAll);
  groups.add(group);
  return () => {
    groups.delete(group);
    if (groups.size === 0) process.off('exit', endAll);
  };
}
