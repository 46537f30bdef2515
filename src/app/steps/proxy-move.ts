import { parse } from 'smol-toml';
import { z } from 'zod';
import { memberNamed } from '../../core/cluster/member-named.ts';
import type { ProxyDoor } from '../../io/database/proxy-doors.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { hostOfFiles } from './host-of-files.ts';
import { damagedDocument, keptDocument, someDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { clusterData, type Step } from './step.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  /** The coordinator. */
  member: z.string(),
  /** Where managers find it from now on. */
  address: z.string(),
  /** The resource groups that have a proxy. */
  groups: z.array(z.string()).min(1),
});

const configuration = z.object({ secrets: z.object({ api_secret: z.string().min(1) }) });

/** What managers show the coordinator: in its configuration only, never in a plan. */
async function tokenOf(member: string, context: StepContext): Promise<string> {
  const { config } = memberNamed(context.inventory, member);
  const text = (await hostOfFiles(member, context).readText(config)) ?? '';
  const parsed = configuration.safeParse(parse(text));
  if (parsed.success) return parsed.data.secrets.api_secret;
  throw new BaiupError('proxy.no-secret', `${config} of ${member} has no secrets.api_secret`, {
    hint: 'set [secrets] api_secret there: the managers show it to the coordinator',
  });
}

const kept = (file: string): Promise<readonly ProxyDoor[] | undefined> =>
  keptDocument(
    file,
    someDocument<readonly ProxyDoor[]>(),
    damagedDocument(file, 'where resource groups found their proxy'),
  );

/** Points the resource groups at the coordinator that takes the old proxy's place; what they had is kept, and put back. */
export const proxyMove: Step<z.infer<typeof params>> = {
  kind: 'proxy.move',
  params,
  title: ({ member, address, groups }) =>
    `Point ${groups.length === 1 ? `resource group ${groups[0]}` : `${groups.length} resource groups`} at ${member}, ${address}`,
  estimate: 0.1,
  probe: async ({ address, groups }, { database }) => {
    const doors = await database.proxyDoors();
    const moved = doors.filter((door) => groups.includes(door.group) && door.address === address);
    return moved.length === groups.length ? 'done' : 'todo';
  },
  apply: async ({ hop, member, address, groups }, context) => {
    const token = await tokenOf(member, context);
    const file = keptFiles(context, hop).proxyDoors;
    const before = (await kept(file)) ?? (await context.database.proxyDoors());
    await keptFile.write(file, JSON.stringify(before));
    await context.database.setProxyDoors(groups.map((group) => ({ group, address, token })));
  },
  verify: async ({ address, groups }, { database }) => {
    const doors = await database.proxyDoors();
    const astray = groups.filter((name) => doors.find(({ group }) => group === name)?.address !== address);
    if (astray.length === 0) return;
    throw new BaiupError('proxy.not-moved', `${astray.join(', ')}: not pointed at ${address}`);
  },
  undo: async ({ hop, groups }, context) => {
    const before = (await kept(keptFiles(context, hop).proxyDoors)) ?? [];
    await context.database.setProxyDoors(before.filter(({ group }) => groups.includes(group)));
  },
  data: () => clusterData,
  notUndone: ({ address, groups }) => `${groups.join(', ')}: still pointed at ${address}`,
};
