import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { loadCatalog } from '../../src/core/catalog/load-catalog.ts';
import type { Release } from '../../src/core/catalog/release.ts';
import { parseVersion } from '../../src/core/versions/parse-version.ts';
import { freeNetwork, networkAddress, takeBridge } from '../../src/io/services/bridge.ts';
import { writeFileAtomic } from '../../src/lib/atomic-file.ts';
import { BaiupError } from '../../src/lib/errors.ts';
import type { SandboxRecord } from '../../src/sandbox/record.ts';
import { type LabHost, type LabMember, type Shape, shapes } from './hosts.ts';
import type { Layout } from './layout.ts';

const record = z.object({
  shape: z.enum(Object.keys(shapes) as [Shape, ...Shape[]]),
  /** Its network is 198.19.NUMBER.0/24. */
  network: z.number(),
  version: z.string(),
  published: z.string(),
  python: z.string(),
  databasePassword: z.string(),
  storageSecret: z.string(),
  accessKey: z.string(),
  secretKey: z.string(),
  /** Hosts that want a Docker daemon have one. */
  containers: z.boolean().default(false),
});
/** What a lab was made with; written before anything of it runs. */
export type LabRecord = Readonly<z.infer<typeof record>>;

/** A lab that is made. */
export interface Lab {
  readonly layout: Layout;
  readonly record: LabRecord;
  readonly hosts: readonly LabHost[];
}

/** Undefined where there is none. */
export async function loadLab(layout: Layout): Promise<Lab | undefined> {
  const text = await readFile(layout.record, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const found = record.parse(JSON.parse(text));
  return { layout, record: found, hosts: shapes[found.shape] };
}

export const saveRecord = (layout: Layout, saved: LabRecord): Promise<void> =>
  writeFileAtomic(layout.record, `${JSON.stringify(saved, null, 2)}\n`);

/** @throws BaiupError `lab.no-such-release` */
export function releaseNamed(version: string): Release {
  const release = loadCatalog().find(parseVersion(version));
  if (!release) throw new BaiupError('lab.no-such-release', `${version} was never published`);
  return release;
}

/** @throws BaiupError `lab.no-such-release`, `lab.no-network` */
export async function createLab(
  layout: Layout,
  { shape, version, containers }: Pick<LabRecord, 'shape' | 'version' | 'containers'>,
): Promise<Lab> {
  const release = releaseNamed(version);
  const random = (bytes: number) => randomBytes(bytes).toString('hex');
  const planned: Omit<LabRecord, 'network'> = {
    shape,
    version: release.version,
    published: release.published,
    python: release.python,
    databasePassword: random(16),
    storageSecret: random(16),
    accessKey: `AKIA${random(8).toUpperCase()}`,
    secretKey: random(20),
    containers,
  };
  return { layout, record: await takeNetwork(layout, planned), hosts: shapes[shape] };
}

/**
 * The first that is free; its bridge is made at once, for another lab may be looking for one. Before that it is written
 * down: `down` finds the bridge, whenever this is cut.
 */
async function takeNetwork(layout: Layout, planned: Omit<LabRecord, 'network'>): Promise<LabRecord> {
  const taken = new Set<number>();
  for (;;) {
    const network = await freeNetwork(254, taken);
    if (network === undefined)
      throw new BaiupError('lab.no-network', 'all networks from 198.19.1.0 to 198.19.254.0 are in use here');
    const made = { ...planned, network };
    await saveRecord(layout, made);
    if (await takeBridge(bridgeOf(made), networkAddress(network))) return made;
    // Another lab's: `down` of this one must not find it.
    await rm(layout.record, { force: true });
    taken.add(network);
  }
}

export const bridgeOf = ({ network }: Pick<LabRecord, 'network'>): string => `bailab${network}`;

/** What nspawn calls a host. */
export const machineName = ({ network }: LabRecord, host: string): string => `lab${network}-${host}`;

export const addressOf = ({ network }: LabRecord, { number }: Pick<LabHost, 'number'>): string =>
  `198.19.${network}.${number}`;

/** Whether sessions of a member run in containers. */
export const inContainers = (
  of: LabRecord,
  { wantsDocker = false }: Pick<LabMember, 'wantsDocker'>,
): boolean => of.containers && wantsDocker;

export const namespace = 'local';

/** The host with PostgreSQL, Redis and etcd. */
export function databaseAddress(lab: Lab): string {
  const [address = 'localhost'] = addressesOf(lab, ({ isDatabase = false }) => isDatabase);
  return address;
}

/** The hosts of a kind; a lab has at least one of each that is asked for. */
export function addressesOf(
  { record: of, hosts }: Lab,
  which: (host: LabHost) => boolean,
): readonly string[] {
  return hosts.filter(which).map((host) => addressOf(of, host));
}

/** What the sandbox's own makers of files know of a cluster. */
export const asSandbox = (of: LabRecord): SandboxRecord => ({ ...of, ports: {} });
