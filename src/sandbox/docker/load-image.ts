import type { Host } from '../../io/hosts/port.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { dockerCommand } from '../../io/workloads/docker-command.ts';
import { BaiupError } from '../../lib/errors.ts';
import { imageName } from '../fixtures.ts';

/**
 * What an agent wants to know of an image. A feature named uid-match gives files to the user that agent.toml names, and
 * the distribution picks one of the agent's libraries: the nearest that it has.
 */
export const sessionImageLabels = {
  'ai.backend.kernelspec': '1',
  'ai.backend.role': 'COMPUTE',
  'ai.backend.features': 'uid-match',
  'ai.backend.base-distro': 'ubuntu22.04',
  'ai.backend.resource.min.cpu': '1',
  'ai.backend.resource.min.mem': '64m',
  'ai.backend.runtime-type': 'python',
  'ai.backend.runtime-path': '/usr/bin/python3',
};

/** Makes an image of an archive of files that lies beside Docker, unless Docker has it by its name already; its id, `sha256:…`. */
export async function loadImage(
  address: string,
  archive: string,
  signal: AbortSignal | undefined,
  host: Host = thisMachine,
): Promise<string> {
  const known = await imageId(address, host);
  if (known !== undefined) return known;
  const labels = Object.entries(sessionImageLabels).map(([name, value]) => `LABEL ${name}=${value}`);
  const changes = labels.flatMap((label) => ['--change', label]);
  const words = ['import', ...changes, archive, imageName];
  await host.run(dockerCommand(address, words, { timeoutMs: 300_000, signal }));
  return (await imageId(address, host)) ?? '';
}

/** Undefined where Docker has no such image. */
export async function imageId(address: string, host: Host = thisMachine): Promise<string | undefined> {
  const words = ['image', 'inspect', '--format', '{{.Id}}', imageName];
  const { exitCode, stdout } = await host.ask(dockerCommand(address, words));
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** As an agent starts containers: in the network that it uses, with the limits that it asks for. */
export async function tryContainer(
  address: string,
  signal: AbortSignal | undefined,
  host: Host = thisMachine,
): Promise<void> {
  const limits = ['--ulimit', 'nofile=1048576:1048576', '--ulimit', 'memlock=-1:-1'];
  const words = ['run', '--rm', '--init', ...limits, imageName, '/usr/bin/python3', '-c', 'import ipykernel'];
  const { exitCode, stderr } = await host.ask(dockerCommand(address, words, { timeoutMs: 120_000, signal }));
  if (exitCode === 0) return;
  throw new BaiupError('sandbox.docker-refused', `containers do not run here: ${stderr.trim()}`, {
    hint: 'see what Docker says above; leave out --agent docker to do without containers',
  });
}
