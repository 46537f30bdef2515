import type { Inventory } from '../../core/cluster/inventory.ts';
import { inventoryDifferences } from '../../core/cluster/inventory-differences.ts';
import { mapSecrets, type WrittenSecret } from '../../core/cluster/map-secrets.ts';
import type { SecretSource } from '../../core/cluster/secret-source.ts';
import { withoutMembers } from '../../core/cluster/without-members.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { type LoadedInventory, loadInventory } from '../discovery/load-inventory.ts';
import { loadRunFacts, type RunFacts } from '../records/run-facts.ts';
import { type Cluster, openCluster, openInventory } from './open-cluster.ts';

export interface RunCluster {
  readonly cluster: Cluster;
  /** How today's cluster file differs from what the run began with. The run goes by the latter. */
  readonly differs: readonly string[];
}

/** Today's cluster file: the one that is named, else the one that the run began with; undefined where it is gone. */
async function todaysFile(named: string | undefined, facts: RunFacts): Promise<LoadedInventory | undefined> {
  const file = named ?? facts.file;
  return loadInventory(file).catch((error: unknown) => {
    if (named === undefined && error instanceof BaiupError && error.code === 'cluster.file-missing')
      return undefined;
    throw error;
  });
}

function refused(key: string, why: string, hint: string): BaiupError {
  return new BaiupError('run.secret-missing', `the run keeps no secrets, and needs ${key}: ${why}`, {
    exit: exitCode.usage,
    hint,
    left: 'nothing was changed',
  });
}

/**
 * Secrets come from today's cluster file, for the same user. If that file names another cluster, they come from it only
 * for the very same server. Otherwise they are read from where they were; secrets that were written in the file are
 * kept nowhere.
 */
function withSecrets(
  { file, inventory, written }: RunFacts,
  today: LoadedInventory | undefined,
  run: string,
): Inventory {
  const known = new Map<string, WrittenSecret>();
  if (today) {
    mapSecrets(today.inventory, (secret) => {
      known.set(secret.key, secret);
      return secret.source;
    });
  }
  const isSameCluster = today?.inventory.cluster === inventory.cluster;
  const find = ({ key, user, login, source }: WrittenSecret): SecretSource => {
    const found = known.get(key);
    if (found && (found.login === login || (isSameCluster && found.user === user))) return found.source;
    if (!written.includes(key)) return source;
    if (!today) {
      throw refused(
        key,
        `it was in ${file}, which no longer exists`,
        'put that file back, or name one that holds it: --cluster FILE',
      );
    }
    const other = isSameCluster ? '' : ` and is cluster ${today.inventory.cluster}, not ${inventory.cluster}`;
    throw refused(
      key,
      `${today.file} has none for ${login}${other}`,
      `name a file that has it: --cluster FILE, or put it back there until ${run} has ended`,
    );
  };
  return mapSecrets(inventory, find);
}

/** How patiently hosts are asked leads a run nowhere else: it is as today's file of the same cluster says. */
function withPatience(inventory: Inventory, today: Inventory | undefined): Inventory {
  if (today?.cluster !== inventory.cluster || !(inventory.ssh ?? today.ssh)) return inventory;
  const { atOnce: _atOnce, lostAfter: _lostAfter, ...way } = inventory.ssh ?? {};
  const { config: _config, ...patience } = today.ssh ?? {};
  return { ...inventory, ssh: { ...way, ...patience } };
}

function differences(
  { file, inventory }: RunFacts,
  today: LoadedInventory | undefined,
  without: readonly string[],
): string[] {
  if (!today) return [`${file} no longer exists`];
  const withoutAny = ({ hooks: _hooks, store: _store, ...each }: Inventory): Inventory =>
    mapSecrets(each, () => '');
  const then = withPatience(inventory, today.inventory);
  const now = withoutMembers(today.inventory, without);
  return inventoryDifferences(withoutAny(then), withoutAny(now));
}

/**
 * Opens the cluster of a run from what the run itself kept. So an edited cluster file cannot send the run elsewhere.
 * @throws BaiupError `run.secret-missing`, `run.unreadable`, `cluster.*`
 */
export async function openRunCluster(
  record: Pick<RunRecord, 'name' | 'texts' | 'plan'>,
  clusterFile: string | undefined,
): Promise<RunCluster> {
  const facts = await loadRunFacts(record);
  if (!facts) return { cluster: await openCluster(clusterFile), differs: [] };
  const today = await todaysFile(clusterFile, facts);
  const hooks = today?.inventory.cluster === facts.inventory.cluster ? today.inventory.hooks : undefined;
  const own = withPatience(withSecrets(facts, today, record.name), today?.inventory);
  const inventory = { ...own, ...(hooks ? { hooks } : {}) };
  const cluster = await openInventory({
    file: today?.file ?? facts.file,
    inventory,
    open: today?.open ?? [],
  });
  // The run began with a cluster without them.
  const without = (record.plan.postponed ?? []).map(({ member }) => member);
  return { cluster, differs: differences(facts, today, without) };
}
