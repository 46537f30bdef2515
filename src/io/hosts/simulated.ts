import type { Variables } from '../../lib/variables.ts';
import type { HttpAnswer, HttpQuestion } from './network-port.ts';
import type { Host } from './port.ts';
import { simulatedConnection } from './simulated-connection.ts';
import type { SimulatedFiles } from './simulated-file.ts';
import { simulatedFiles } from './simulated-files.ts';
import { simulatedLinks } from './simulated-links.ts';
import type { SimulatedProgram } from './simulated-process.ts';
import { simulatedProcesses } from './simulated-processes.ts';
import { simulatedShell } from './simulated-shell.ts';

/** It has nothing to tell of the host. */
const sh = simulatedShell(() => '');

/** What a simulated host has besides its files. */
export interface SimulatedMachine {
  /** By path, or by name alone. */
  readonly programs?: Readonly<Record<string, SimulatedProgram>>;
  readonly variables?: Variables;
  /** What answers, by `host:port` as the host sees it. */
  readonly network?: ReadonlyMap<string, (question: HttpQuestion) => HttpAnswer>;
  /** Bytes. */
  readonly free?: number;
  /** Whether its kernel lets two paths change places; it does unless told. */
  readonly canExchange?: boolean;
  /** The ports of the machine that baiup runs on which answer there now. */
  readonly lent?: Set<number>;
}

/** A host in memory: its files are a map of absolute paths, its programs are functions. */
export function simulatedHost(
  name: string,
  files: SimulatedFiles,
  {
    programs = {},
    variables = {},
    network = new Map(),
    free = 1e12,
    canExchange = true,
    lent = new Set(),
  }: SimulatedMachine = {},
): Host {
  const own = { HOME: '/home/baiup', PATH: '/usr/bin', ...variables };
  const boot = `boot of ${name}`;
  const host: Host = {
    name,
    ...simulatedFiles(name, files),
    ...simulatedLinks(name, files, { canExchange }),
    ...simulatedProcesses({ name, files, programs: { sh, ...programs }, variables: own, boot }),
    facts: async () => ({ variables: own, processors: 2, boot, user: 0 }),
    freeBytes: async () => free,
    accepts: async ({ host, port }) => network.has(`${host}:${port}`),
    http: async (question) => {
      const answer = network.get(new URL(question.url).host);
      if (!answer) throw new Error(`nothing answers at ${question.url}`);
      return answer(question);
    },
    connect: async (address) => {
      const answer = network.get(`${address.host}:${address.port}`);
      if (!answer) throw new Error(`nothing answers at ${address.host}:${address.port}`);
      return simulatedConnection(address, answer);
    },
    lendPort: async (port) => {
      lent.add(port);
      return { takeBack: () => void lent.delete(port) };
    },
    inTurn: () => host,
    asRoot: () => host,
  };
  return host;
}
