import { readdir } from 'node:fs/promises';
import { onPath } from '../../src/io/hosts/on-path.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { makeBridge, networkAddress, removeBridge } from '../../src/io/services/bridge.ts';
import { bridgeOf, type LabRecord, machineName } from './record.ts';

/** As nspawn names this machine's end of a host's link. */
const endOf = (record: LabRecord, host: string): string => `vb-${machineName(record, host)}`;

/** The bridge that a lab's hosts hang on; they reach each other and this machine, and nothing else. */
export async function makeNetwork(record: LabRecord): Promise<void> {
  const bridge = bridgeOf(record);
  await makeBridge(bridge, networkAddress(record.network));
  if (!(await passes(bridge, '--check'))) await passes(bridge, '--insert');
}

export async function removeNetwork(record: LabRecord): Promise<void> {
  const bridge = bridgeOf(record);
  while (await passes(bridge, '--delete'));
  // A host's end lives on while connections of its dead processes do, and so would ours.
  const ends = (await readdir('/sys/class/net')).filter((name) => name.startsWith(endOf(record, '')));
  const ip = (await onPath(thisMachine, 'ip')) ?? 'ip';
  for (const end of ends)
    await thisMachine.ask({ argv: [ip, 'link', 'delete', 'dev', end], timeoutMs: 20_000 });
  await removeBridge(bridge);
}

/** Where Docker runs, the machine's firewall drops also what goes from one host of a bridge to another. */
async function passes(bridge: string, verb: '--check' | '--insert' | '--delete'): Promise<boolean> {
  const iptables = await onPath(thisMachine, 'iptables');
  if (iptables === undefined) return false;
  const rule = ['FORWARD', '--in-interface', bridge, '--out-interface', bridge, '--jump', 'ACCEPT'];
  const argv = [iptables, '--wait', '10', verb, ...rule] as const;
  return (await thisMachine.ask({ argv, timeoutMs: 20_000 })).exitCode === 0;
}
