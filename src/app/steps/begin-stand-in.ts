import { memberNamed } from '../../core/cluster/member-named.ts';
import { componentNamed } from '../../core/components/index.ts';
import { editConfiguration } from '../../core/configuration/edit-configuration.ts';
import { portsInRow, standInConfiguration } from '../../core/configuration/stand-in-configuration.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { tcpSockets } from '../../io/hosts/tcp-sockets.ts';
import { BaiupError } from '../../lib/errors.ts';
import { answersItself, standInOf } from './answers-itself.ts';
import type { StepContext } from './context.ts';
import { hostOfFiles } from './host-of-files.ts';
import { withMemory } from './memory-for-parked.ts';
import type { StandInParams } from './stand-in-params.ts';

/** Ports below those that the kernel gives to connections, and above most that services have. */
const [firstPort, endPort] = [26_000, 32_000];

/** The first of so many ports in a row that nobody on a host has. */
async function freeRow(host: HostReader, count: number): Promise<number> {
  const taken = (await tcpSockets(host)).map(({ port }) => port);
  for (let first = firstPort; first + count <= endPort; first += portsInRow)
    if (!taken.some((port) => port >= first && port < first + count)) return first;
  throw new BaiupError('service.no-stand-in', `${host.name} has no ${count} free ports in a row`);
}

async function configurationFor(
  { member, component, config, edits = [] }: StandInParams,
  context: StepContext,
) {
  const { standIn } = componentNamed(component);
  const text = await hostOfFiles(member, context).readText(config);
  if (!standIn || text === undefined)
    throw new BaiupError('service.no-stand-in', `no stand-in of ${member} can be configured from ${config}`);
  const edited = editConfiguration(text, edits, (edit) => edit).text;
  const ports = (standIn.ports ?? []).length * portsInRow;
  const host = context.host(memberNamed(context.inventory, member).host);
  const first = ports > 0 ? await freeRow(host, ports) : firstPort;
  return standInConfiguration(standIn, { member, text: edited, firstPort: first });
}

/**
 * Starts a member's new program beside its service, and waits until it is that program that answers.
 * @throws BaiupError `service.no-stand-in`, `service.not-parked` for want of memory, `service.not-ready`
 */
export async function beginStandIn(given: StandInParams, context: StepContext): Promise<void> {
  const { member, environment, config, memory } = given;
  const { standIn } = standInOf(member, context);
  const host = context.host(memberNamed(context.inventory, member).host);
  if ((await standIn.runs()) !== environment) {
    const { text, folder: sockets } = await configurationFor(given, context);
    await withMemory(host, { inventory: context.inventory, memory }, () =>
      standIn.start({ environment, config, text, sockets }),
    );
  }
  await standInAnswers(given, context);
}

/** @throws BaiupError `service.not-ready` */
export function standInAnswers(
  { member, component, version, startTimeoutMs: timeoutMs }: StandInParams,
  context: StepContext,
): Promise<void> {
  return answersItself('stand-in', { member, component, version, timeoutMs }, context);
}
