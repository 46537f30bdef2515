/** Sends a signal to a program that has a group of its own, and to all that it started. */
export function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has gone by itself meanwhile.
  }
}
