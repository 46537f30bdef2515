import { createHash } from 'node:crypto';
import { z } from 'zod';
import { freeNetwork } from '../../io/services/bridge.ts';
import { BaiupError } from '../../lib/errors.ts';

/** What a sandbox with a docker agent has beside the others; chosen before anything of it runs. */
export const dockerRecord = z.object({
  /** Of the network of its containers, where the Docker daemon is its own. */
  network: z.number(),
  bridge: z.string(),
  /** Ports of this machine that its containers are given, first and last. */
  ports: z.tuple([z.number(), z.number()]),
});
export type DockerRecord = Readonly<z.infer<typeof dockerRecord>>;

/** Above the ports of the sandbox's own programs, below those that Linux takes for outgoing connections. */
const firstPort = 30_000;
/** Sessions take five ports each. */
const portsEach = 100;
const atMost = 27;

/** @throws BaiupError `sandbox.docker-full` */
export async function chooseDocker(folder: string, others: readonly DockerRecord[]): Promise<DockerRecord> {
  const network = await freeNetwork(atMost, new Set(others.map((other) => other.network)));
  if (network === undefined) {
    throw new BaiupError('sandbox.docker-full', `this machine has ${atMost} sandboxes with a docker agent`, {
      hint: 'end one: baiup sandbox down --name NAME',
    });
  }
  const first = firstPort + (network - 1) * portsEach;
  // Linux allows 15 characters for the name of a network interface.
  const bridge = `baiup-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`;
  return { network, bridge, ports: [first, first + portsEach - 1] };
}
