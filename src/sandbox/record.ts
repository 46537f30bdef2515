import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { freePorts } from '../io/services/free-ports.ts';
import { writeFileAtomic } from '../lib/atomic-file.ts';
import { BaiupError, messageOf } from '../lib/errors.ts';
import { type Layout, layoutOf, sandboxesFolder } from './layout.ts';
import { type PortName, portNames } from './members.ts';
import type { SandboxOptions } from './sandbox.ts';

const record = z.object({
  version: z.string(),
  published: z.string(),
  python: z.string(),
  ports: z.record(z.string(), z.number()),
  databasePassword: z.string(),
  storageSecret: z.string(),
  accessKey: z.string(),
  secretKey: z.string(),
});
/** What a sandbox was made with; written before anything of it runs. */
export type SandboxRecord = Readonly<z.infer<typeof record>>;

/** Undefined where there is no such sandbox. @throws BaiupError `sandbox.damaged` */
export async function loadRecord(layout: Layout): Promise<SandboxRecord | undefined> {
  const text = await readFile(layout.record, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return record.parse(JSON.parse(text));
  } catch (error) {
    throw new BaiupError('sandbox.damaged', `${layout.record} cannot be understood: ${messageOf(error)}`, {
      hint: `baiup sandbox down --name ${layout.name}`,
    });
  }
}

export async function createRecord(layout: Layout, options: SandboxOptions): Promise<SandboxRecord> {
  const found = await freePorts(portNames.length, await portsOfOthers());
  const created: SandboxRecord = {
    version: options.version,
    published: options.published,
    python: options.python,
    ports: Object.fromEntries(portNames.map((name, index) => [name, found[index] ?? 0])),
    databasePassword: randomBytes(16).toString('hex'),
    storageSecret: randomBytes(16).toString('hex'),
    accessKey: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretKey: randomBytes(20).toString('hex'),
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

async function portsOfOthers(): Promise<ReadonlySet<number>> {
  const others = await Promise.all(
    (await sandboxNames()).map((name) => loadRecord(layoutOf(name)).catch(() => undefined)),
  );
  return new Set(others.flatMap((other) => Object.values(other?.ports ?? {})));
}
