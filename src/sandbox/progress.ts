import type { SandboxProgress } from './sandbox.ts';

type Listener = ((event: SandboxProgress) => void) | undefined;

/** Reports the start of an action, and its end with the seconds that it took. */
export async function reported<T>(step: string, listener: Listener, action: () => Promise<T>): Promise<T> {
  const started = performance.now();
  listener?.({ step, state: 'started' });
  const result = await action();
  const seconds = Math.round((performance.now() - started) / 10) / 100;
  listener?.({ step, state: 'finished', seconds });
  return result;
}
