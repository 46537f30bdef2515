import { z } from 'zod';
import { runPython } from '../../scripts/lib/run-python.ts';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { dockerCommand } from '../../src/io/workloads/docker-command.ts';
import { type KernelContainer, kernelContainers } from '../../src/io/workloads/kernel-containers.ts';
import { type ApiCall, managerCall } from '../../src/io/workloads/manager-call.ts';
import { secret } from '../../src/lib/secret.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { inventoryOf, type Lab, openLab, sql } from '../cluster/lab.ts';

/** A cluster whose sessions run in containers, and what its users do. */
export interface DockerLab extends Lab {
  readonly cluster: string;
  readonly folder: string;
  readonly inventory: Inventory;
  /** Folder of the sandbox, and the agent's. */
  readonly place: string;
  /** Asks for a session of one cpu, and waits until it runs. */
  readonly begin: (name: string) => Promise<void>;
  /** Runs Python in a session; what it printed. Variables stay from one call to the next. */
  readonly python: (session: string, code: string) => Promise<string>;
  /** What the container of a session has written, as its owner sees it. */
  readonly logs: (session: string) => Promise<string>;
  /** Status of a session, as the manager's database has it; undefined where it knows none. */
  readonly status: (session: string) => Promise<string | undefined>;
  /** The containers of the agent's kernels. */
  readonly containers: () => Promise<readonly KernelContainer[]>;
  readonly docker: (...words: string[]) => Promise<string>;
}

const logsAnswer = z.object({ result: z.object({ logs: z.string() }) });

/** @param version release that the sandbox is made at */
export async function openDockerLab(version: string): Promise<DockerLab> {
  const lab = await openLab();
  const { exitCode, json } = await lab.json('sandbox', 'up', '--at', version, '--agent', 'docker');
  if (exitCode !== 0) throw new Error(`no sandbox: ${JSON.stringify(json.error)}`);
  const inventory = await inventoryOf(json.cluster);
  const { api } = inventory;
  if (typeof api.secretKey !== 'string') throw new Error('a sandbox keeps its keys in its own file');
  const call = managerCall({ ...api, secretKey: secret(api.secretKey), timeoutMs: 60_000 });
  const address: string = json.docker.address;
  const agent = inventory.components.find(({ component }) => component === 'agent')?.agent?.id ?? '';
  const status = async (name: string): Promise<string | undefined> => {
    const rows = await sql(inventory, `SELECT status::text AS status FROM sessions WHERE name = '${name}'`);
    return rows[0]?.['status'] as string | undefined;
  };
  return {
    ...lab,
    cluster: json.cluster,
    place: json.folder,
    inventory,
    status,
    begin: async (name) => {
      await begin(call, inventory, name);
      await waitFor(async () => ((await status(name)) === 'RUNNING' ? true : undefined), {
        timeoutMs: 120_000,
        what: `session ${name} to run`,
      });
    },
    python: (session, code) => runPython(call, session, code),
    logs: async (session) =>
      (await call(logsAnswer, { method: 'GET', path: `/session/${session}/logs` })).result.logs,
    containers: () => kernelContainers(thisMachine, address, agent),
    docker: async (...words) => (await thisMachine.run(dockerCommand(address, words))).stdout.trim(),
  };
}

async function begin(call: ApiCall, { proof }: Inventory, name: string): Promise<void> {
  const config = { resources: { cpu: '1', mem: '256m' }, scaling_group: proof.scalingGroup };
  const body = { name, image: proof.image, architecture: proof.architecture, config, enqueueOnly: true };
  await call(z.unknown(), { method: 'POST', path: '/session', body });
}
