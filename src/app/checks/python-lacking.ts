import { type HostPython, minorOf, type PythonSource } from '../../core/cluster/host-python.ts';
import { onHost } from '../../core/cluster/on-host.ts';
import { remembered } from '../../lib/remembered.ts';
import type { CheckInput } from './check.ts';

/** A Python that an upgrade needs on a host and that is not there. */
export interface LackingPython {
  readonly host: string;
  readonly minor: string;
  readonly members: readonly string[];
  /** Where one is that runs there as well. */
  readonly source: PythonSource | undefined;
}

const canMove = (python: HostPython): python is HostPython & { readonly folder: string } =>
  python.folder !== undefined;

/** Outages that end on the way start no member there; only the manager's migrations run. */
function neededOn(host: string, { inventory, hops, outages }: CheckInput): string[] {
  const hasManager = onHost(inventory.components, host).some(({ component }) => component === 'manager');
  const stops = hasManager || outages >= hops.length ? hops : hops.slice(-1);
  return [...new Set(stops.flatMap(({ python }) => python ?? []))];
}

/**
 * What hosts lack for the hops that are asked for; hosts that were not looked at lack nothing that we know of. Two
 * checks and a fix ask it.
 */
export const pythonsLacking = remembered((input: CheckInput): readonly LackingPython[] => {
  const { inventory, snapshot } = input;
  const everywhere: PythonSource[] = [
    ...snapshot.pythonsHere.map((python) => ({ host: undefined, python })),
    ...snapshot.hosts.flatMap(({ name, pythons = [] }) => pythons.map((python) => ({ host: name, python }))),
  ].flatMap(({ host, python }) => (canMove(python) ? [{ host, python }] : []));
  return snapshot.hosts.flatMap(({ name, pythons }) => {
    const members = onHost(inventory.components, name).map(({ id }) => id);
    if (pythons === undefined || members.length === 0) return [];
    const [{ platform } = { platform: undefined }] = pythons;
    const fits = (each: PythonSource, minor: string) =>
      minorOf(each.python) === minor && each.python.platform === platform;
    return neededOn(name, input)
      .filter((minor) => !pythons.some((each) => minorOf(each) === minor))
      .map((minor) => ({ host: name, minor, members, source: everywhere.find((each) => fits(each, minor)) }));
  });
});
