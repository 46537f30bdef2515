import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import type { HostReader } from '../hosts/port.ts';
import { dockerCommand } from './docker-command.ts';

/** A container that an agent runs one kernel of a session in. */
export interface KernelContainer {
  readonly id: string;
  readonly name: string;
  /** The kernel's id, a UUID. */
  readonly kernel: string;
  /** The session's id, a UUID. */
  readonly session: string;
  readonly running: boolean;
  /** ISO 8601, by the clock of Docker's host. */
  readonly created: string;
  readonly started: string;
}

const inspected = z.object({
  Id: z.string(),
  Name: z.string(),
  Created: z.string(),
  State: z.object({ Running: z.boolean(), StartedAt: z.string() }),
  Config: z.object({ Labels: z.record(z.string(), z.string()) }),
});

/** Labels that the vendor's agent gives: ai/backend/agent/docker/agent.py, 23.09 to 26.09. */
const ownerLabel = 'ai.backend.owner';
const kernelLabel = 'ai.backend.kernel-id';
const sessionLabel = 'ai.backend.session-id';

/**
 * The containers of an agent's kernels, whether they run or not, the oldest first.
 * @throws BaiupError `docker.unreachable`, `docker.unreadable`
 */
export async function kernelContainers(
  host: Pick<HostReader, 'ask' | 'name'>,
  address: string,
  agent: string,
): Promise<readonly KernelContainer[]> {
  const filter = ['--filter', `label=${ownerLabel}=${agent}`, '--filter', `label=${kernelLabel}`];
  const listed = await host.ask(dockerCommand(address, ['ps', '--all', '--quiet', '--no-trunc', ...filter]));
  if (listed.exitCode !== 0) throw unreachable(host.name, address, listed.stderr);
  const ids = listed.stdout.split('\n').filter((id) => id !== '');
  if (ids.length === 0) return [];
  // One that ends between the two questions is missing from the answer, as it should be.
  const { stdout } = await host.ask(dockerCommand(address, ['inspect', '--type', 'container', ...ids]));
  return parse(stdout, host.name).sort((a, b) => a.created.localeCompare(b.created));
}

function parse(text: string, host: string): KernelContainer[] {
  try {
    return z
      .array(inspected)
      .parse(JSON.parse(text))
      .map(({ Id, Name, Created, State, Config }) => ({
        id: Id,
        name: Name.replace(/^\//, ''),
        kernel: Config.Labels[kernelLabel] ?? '',
        session: Config.Labels[sessionLabel] ?? '',
        running: State.Running,
        created: Created,
        started: State.StartedAt,
      }));
  } catch (error) {
    throw new BaiupError(
      'docker.unreadable',
      `the containers that Docker on ${host} lists cannot be understood`,
      {
        cause: error,
      },
    );
  }
}

function unreachable(host: string, address: string, words: string): BaiupError {
  const why = words.trim() === '' ? 'it does not answer' : words.trim();
  return new BaiupError('docker.unreachable', `Docker at ${address} on ${host} cannot be asked: ${why}`, {
    hint: `check that Docker runs on ${host}, and DOCKER_HOST among the variables of the agent's service`,
  });
}
