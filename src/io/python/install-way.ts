import type { Host } from '../hosts/port.ts';
import type { EnvironmentRequest } from './environment-request.ts';
import type { Interpreter } from './interpreters.ts';
import { knownEnvironment } from './known-choice.ts';
import { installDistributions, installExactly, requirements } from './uv-commands.ts';
import { oneDecides } from './wheelhouse/one-decides.ts';
import { sendWheels } from './wheelhouse/send-wheels.ts';
import type { WheelSupply } from './wheelhouse/wheel-supply.ts';
import { readWheelTarget, targetName } from './wheelhouse/wheel-target.ts';
import { type WheelsAsked, wheelhouse } from './wheelhouse/wheelhouse.ts';

/** How packages get into an environment. */
export interface InstallWay {
  /** The host that knows what did before. */
  readonly memory: Host;
  /** For which Pythons that did; for those of its own where nothing is told. */
  readonly on?: string | undefined;
  /** Ways to install the very packages that did before, in the order in which they are tried. */
  readonly again: readonly ((packages: readonly string[]) => Promise<void>)[];
  /** Installs the release's distributions, with what these need as uv chooses it by `flags`. */
  choosing(flags: readonly string[]): Promise<void>;
  /** Tries what does; where others ask for the same at once, only one of them tries. */
  finding<T>(find: () => Promise<T>): Promise<T>;
}

/** From the host's own index, and first from what uv has there already. */
function fromIndex(request: EnvironmentRequest): InstallWay {
  return {
    memory: request.host,
    again: [['--offline'], []].map((flags) => (packages) => installExactly(request, packages, flags)),
    choosing: (flags) => installDistributions(request, flags),
    finding: (find) => find(),
  };
}

/** From wheels that are chosen on the operator's machine and sent. */
async function fromSupply(
  request: EnvironmentRequest,
  supply: WheelSupply,
  interpreter: Interpreter,
): Promise<InstallWay> {
  const { host, signal, component, version, proves } = request;
  const target = await readWheelTarget(host, interpreter.path);
  const on = targetName(target);
  const install = async (asked: WheelsAsked): Promise<void> => {
    const house = await wheelhouse(supply, target, asked, signal);
    await sendWheels(host, house, signal);
    const packages = house.wheels.map(({ requirement }) => requirement);
    await installExactly(request, packages, ['--no-index']);
  };
  const memory = supply.here;
  const isDecided = async () => (await knownEnvironment(memory, { ...request, on })) !== undefined;
  const question = { key: [component, version, on, proves].join(' '), isDecided, signal };
  return {
    memory,
    on,
    again: [(packages) => install({ requirements: packages, flags: ['--no-deps'] })],
    choosing: (flags) => install({ requirements: requirements(request), flags }),
    finding: (find) => oneDecides(memory, question, find),
  };
}

/** How an environment gets its packages: from the host's own index, or from what is sent there. */
export async function installWay(request: EnvironmentRequest, interpreter: Interpreter): Promise<InstallWay> {
  return request.supply ? fromSupply(request, request.supply, interpreter) : fromIndex(request);
}
