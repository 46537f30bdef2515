import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import { freePorts } from '../io/services/free-ports.ts';
import { writeFileAtomic } from '../lib/atomic-file.ts';
import { BaiupError } from '../lib/errors.ts';
import { chooseDocker, dockerRecord } from './docker/record.ts';
import { type Layout, layoutOf, sandboxesFolder } from './layout.ts';
import { loadJson } from './load-json.ts';
import { type PortName, portNames } from './members.ts';
import type { AgentBackend, SandboxOptions } from './sandbox.ts';

const record = z.object({
  version: z.string(),
  published: z.string(),
  python: z.string(),
  ports: z.record(z.string(), z.number()),
  databasePassword: z.string(),
  storageSecret: z.string(),
  accessKey: z.string(),
  secretKey: z.string(),
  /** Its agent runs sessions in containers; the dummy agent where there is none. */
  docker: dockerRecord.optional(),
});
/** What a sandbox was made with; written before anything of it runs. */
export type SandboxRecord = Readonly<z.infer<typeof record>>;

export function backendOf({ docker }: SandboxRecord): AgentBackend {
  return docker ? 'docker' : 'dummy';
}

/** Undefined where there is no such sandbox. @throws BaiupError `sandbox.damaged` */
export async function loadRecord(layout: Layout): Promise<SandboxRecord | undefined> {
  return loadJson(layout, layout.record, record);
}

export async function createRecord(layout: Layout, options: SandboxOptions): Promise<SandboxRecord> {
  const others = await otherRecords();
  const reserved = new Set(others.flatMap(({ ports }) => Object.values(ports)));
  const found = await freePorts(portNames.length, reserved);
  const created: SandboxRecord = {
    version: options.version,
    published: options.published,
    python: options.python,
    ports: Object.fromEntries(portNames.map((name, index) => [name, found[index] ?? 0])),
    databasePassword: randomBytes(16).toString('hex'),
    storageSecret: randomBytes(16).toString('hex'),
    accessKey: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretKey: randomBytes(20).toString('hex'),
    ...(options.agent === 'docker' ? { docker: await chooseDocker(layout.folder, dockersOf(others)) } : {}),
  };
  await writeFileAtomic(layout.record, `${JSON.stringify(created, null, 2)}\n`);
  return created;
}

export function portOf({ ports }: SandboxRecord, name: PortName): number {
  const port = ports[name];
  if (port === undefined) throw new BaiupError('sandbox.damaged', `the sandbox has no port for ${name}`);
  return port;
}

export async function sandboxNames(): Promise<readonly string[]> {
  const names = await readdir(sandboxesFolder()).catch(() => []);
  return names.filter((name) => /^[a-z0-9][a-z0-9-]*$/.test(name)).sort();
}

async function otherRecords(): Promise<readonly SandboxRecord[]> {
  const others = await Promise.all(
    (await sandboxNames()).map((name) => loadRecord(layoutOf(name)).catch(() => undefined)),
  );
  return others.filter((other) => other !== undefined);
}

const dockersOf = (records: readonly SandboxRecord[]) =>
  records.flatMap(({ docker }) => (docker ? [docker] : []));
