import { thisMachine } from '../hosts/this-machine.ts';

/** Keeps all below a run's folder for its owner alone, whichever program wrote it. Where that fails the folder itself does. */
export async function ownOnly(runFolder: string): Promise<void> {
  const argv = ['chmod', '--recursive', 'go=', runFolder] as const;
  await thisMachine.ask({ argv, timeoutMs: 60_000 }).catch(() => undefined);
}
