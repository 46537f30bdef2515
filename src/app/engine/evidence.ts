import { join } from 'node:path';
import type { Member } from '../../core/cluster/inventory.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { messageOf } from '../../lib/errors.ts';
import { sitePackages } from '../discovery/site-packages.ts';
import type { StepContext } from '../steps/context.ts';

const logLines = 2000;

interface Exhibit {
  readonly name: string;
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

function exhibits(context: StepContext): Exhibit[] {
  const ofMembers = context.inventory.components.flatMap((member) => [
    { name: `${member.id}.log`, read: () => context.service(member.id).logTail(logLines) },
    { name: `${member.id}.packages.txt`, read: () => packagesOf(context, member) },
  ]);
  const revisions = async (): Promise<string> => (await context.database.revisions()).join('\n');
  const ofOwn = context.inventory.components.flatMap(({ id, database }) => {
    const read = async (): Promise<string> => (await context.ownDatabase(id).revisions()).join('\n');
    return database ? [{ name: `${id}.alembic_version.txt`, read }] : [];
  });
  return [...ofMembers, { name: 'alembic_version.txt', read: revisions }, ...ofOwn];
}

/**
 * Keeps what will be gone once the hop is undone: logs, package lists, `alembic_version`. What cannot be read is
 * said in its file; keeping evidence never stands in the way of going back.
 */
export async function keepEvidence(
  context: StepContext,
  step: string,
): Promise<{ readonly folder: string; readonly files: readonly string[] }> {
  const folder = join(context.runFolder, 'evidence', step);
  const kept = await Promise.all(
    exhibits(context).map(async ({ name, read }) => {
      const text = await read().catch((error: unknown) => `could not be read: ${messageOf(error)}`);
      return writeFileAtomic(join(folder, name), `${text}\n`).then(
        () => [name],
        () => [],
      );
    }),
  );
  return { folder, files: kept.flat() };
}
