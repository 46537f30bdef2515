import type { Readers } from './readers.ts';

/** Whether a host answers now; nobody waits until it does. */
export function doesAnswer({ host }: Pick<Readers, 'host'>, name: string): Promise<boolean> {
  return host(name)
    .facts()
    .then(
      () => true,
      () => false,
    );
}
