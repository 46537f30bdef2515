import { once } from 'node:events';
import { join } from 'node:path';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import { withRoom } from '../../io/journal/reserve.ts';
import { messageOf } from '../../lib/errors.ts';
import { waiting } from '../../lib/waiting.ts';
import { sitePackages } from '../discovery/site-packages.ts';
import type { ContextDatabase, StepContext } from '../steps/context.ts';
import { keptFile } from '../steps/kept-file.ts';
import { runGraph } from './graph.ts';
import type { Drive } from './port.ts';

const logLines = 2000;

/** Evidence is kept while services are down: a host that does not answer must not keep the others from going back. */
const defaultLimitMs = 10_000;

interface Exhibit {
  readonly name: string;
  readonly host: string;
  readonly read: () => Promise<string>;
}

async function packagesOf(context: StepContext, member: Member): Promise<string> {
  const { environment } = await context.service(member.id).state();
  const host = context.host(member.host);
  const folder = await sitePackages(host, environment);
  const names = folder === undefined ? [] : await host.list(folder);
  const packages = names.filter((name) => name.endsWith('.dist-info'));
  return [environment, ...packages].join('\n');
}

/** Members that evidence is kept of: a log of each of ten thousand would fill the disk that going back needs. */
const mostMembers = 100;

/** Those that a failed step is about and their neighbours first, then the others in the order of cluster.yaml. */
function witnesses({ components }: Inventory, step: string): readonly Member[] {
  if (components.length <= mostMembers) return components;
  const concerned = components.filter(({ id }) => step.endsWith(`.${id}`));
  const hosts = new Set(concerned.map(({ host }) => host));
  const near = components.filter(({ host }) => hosts.has(host));
  return [...new Set([...concerned, ...near, ...components])].slice(0, mostMembers);
}

function exhibits(context: StepContext, step: string): Exhibit[] {
  const components = witnesses(context.inventory, step);
  const ofMembers = components.flatMap((member) => [
    { name: `${member.id}.log`, host: member.host, read: () => context.service(member.id).logTail(logLines) },
    { name: `${member.id}.packages.txt`, host: member.host, read: () => packagesOf(context, member) },
  ]);
  const revisions = async ({ revisions: read }: Pick<ContextDatabase, 'revisions'>): Promise<string> =>
    (await read()).join('\n');
  const ofOwn = components.flatMap(({ id, database }) => {
    const read = (): Promise<string> => revisions(context.ownDatabase(id));
    return database ? [{ name: `${id}.alembic_version.txt`, host: database.host, read }] : [];
  });
  const cluster = { name: 'alembic_version.txt', host: 'database', read: () => revisions(context.database) };
  return [...ofMembers, cluster, ...ofOwn];
}

/** What was thrown and why, down to the first cause: a migration's is its traceback and all that it printed. */
function withCauses(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? messageOf(error) : `${messageOf(error)}\n\ncaused by: ${withCauses(cause)}`;
}

/**
 * Keeps what undoing the hop destroys: logs, package lists, `alembic_version`. If something cannot be read, its file
 * says so. Evidence never blocks going back.
 * @param failure what was thrown, with its causes
 */
export async function keepEvidence(
  { context, patience }: Pick<Drive, 'context' | 'patience'>,
  step: string,
  failure?: unknown,
): Promise<{ readonly folder: string; readonly files: readonly string[] }> {
  const limitMs = patience?.evidenceMs ?? defaultLimitMs;
  const folder = join(context.runFolder, 'evidence', step);
  const kept: string[] = [];
  const keep = async (name: string, text: string): Promise<void> => {
    await withRoom(context.runFolder, () => keptFile.write(join(folder, name), `${text}\n`)).then(
      () => kept.push(name),
      () => undefined,
    );
  };
  if (failure !== undefined) await keep('failure.txt', withCauses(failure));
  const over = new AbortController();
  const late = once(over.signal, 'abort').then(() => `could not be read within ${limitMs / 1000} s`);
  const timer = setTimeout(() => over.abort(), limitMs);

  const left = new Map(exhibits(context, step).map((each) => [each.name, each]));
  const nodes = [...left.values()].map(({ name, host }) => ({ id: name, needs: [], hosts: [host] }));
  const work = async (name: string): Promise<void> => {
    const read = left.get(name)?.read;
    left.delete(name);
    const text = Promise.resolve(read)
      .then((begin) => begin?.() ?? '')
      .catch((error: unknown) => `could not be read: ${messageOf(error)}`);
    await keep(name, await Promise.race([text, late]));
  };
  const what = 'what is kept as evidence to be read from members and databases';
  await waiting({ what, timeoutMs: limitMs }, () =>
    runGraph(nodes, work, { done: new Set(), paused: () => over.signal.aborted }),
  );
  clearTimeout(timer);
  if (left.size > 0) await keep('not-read.txt', [...left.keys()].join('\n'));
  const others = context.inventory.components.length - mostMembers;
  if (others > 0)
    await keep('left-out.txt', `Nothing is kept of ${others} other members: the logs are on their hosts.`);
  return { folder, files: kept };
}
