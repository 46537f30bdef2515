import { remembered } from '../../lib/remembered.ts';

interface Placed {
  readonly host: string;
}

const byHost = remembered((all: readonly Placed[]) => Map.groupBy(all, ({ host }) => host));

/** Those of a host, in their order: each list is sorted by host once, because clusters have thousands of hosts. */
export function onHost<T extends Placed>(all: readonly T[], host: string): readonly T[] {
  return (byHost(all).get(host) ?? []) as T[];
}
