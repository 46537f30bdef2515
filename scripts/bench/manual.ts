import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { serviceOf } from '../../src/app/wiring/service-of.ts';
import { type Inventory, inventorySchema, type Member } from '../../src/core/cluster/inventory.ts';
import { absentFrom } from '../../src/core/components/absent-from.ts';
import { componentNamed } from '../../src/core/components/index.ts';
import { parseVersion } from '../../src/core/versions/parse-version.ts';
import { pipVersion } from '../../src/core/versions/pip-version.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { baiupJson } from '../lib/baiup.ts';
import type { SandboxUp } from '../lib/shapes.ts';

const name = 'bench-manual';
const host = thisMachine;
const minutes = 60_000;

export interface HandHop {
  readonly from: string;
  readonly to: string;
}

async function environmentOf(member: Member): Promise<string> {
  return (await serviceOf(thisMachine, member, []).state()).environment;
}

/** pip as the page has it: into the environment that the service runs from, while the service is down. */
async function pipInstall(member: Member, words: readonly string[]): Promise<void> {
  const python = `${await environmentOf(member)}/bin/python`;
  await host.run({ argv: [python, '-m', 'pip', 'install', '--quiet', ...words], timeoutMs: 10 * minutes });
}

async function awaitAnswer({ endpoint, component }: Member): Promise<void> {
  const { versionProbe } = componentNamed(component);
  await waitFor(
    async () => {
      if (!versionProbe) return (await thisMachine.accepts(endpoint, 1000)) || undefined;
      const { status } = await thisMachine.http({
        url: `http://${endpoint.host}:${endpoint.port}${versionProbe.path}`,
        timeoutMs: 1000,
      });
      return status < 400 || undefined;
    },
    { timeoutMs: 2 * minutes, what: `${component} to answer` },
  );
}

/** What the page has the manager's administrator type; its last step fails on real packages, and is counted all the same. */
async function migrateManually(manager: Member, from: string): Promise<void> {
  const bin = `${await environmentOf(manager)}/bin`;
  const env = { BACKEND_CONFIG_FILE: manager.config };
  const common = { cwd: manager.workdir, env, timeoutMs: 5 * minutes };
  await host.run({
    argv: [`${bin}/python`, '-m', 'alembic', '-c', 'alembic.ini', 'upgrade', 'head'],
    ...common,
  });
  const missing = ['mgr', 'schema', 'apply-missing-revisions', from];
  await host.ask({ argv: [`${bin}/backend.ai`, ...missing], ...common });
}

async function turnManually(member: Member, { from, to }: HandHop): Promise<void> {
  const service = serviceOf(thisMachine, member, []);
  await service.stop(componentNamed(member.component).stopSignal, { timeoutMs: minutes });
  const version = pipVersion(parseVersion(to));
  await pipInstall(member, [
    '-U',
    `backend.ai-${member.component}==${version}`,
    `backend.ai-cli==${version}`,
  ]);
  if (member.component === 'manager') await migrateManually(member, from);
  await service.start();
  await awaitAnswer(member);
}

/** A sandbox declares proxies that only a later release brings. */
function isThere({ component, since }: Member, at: string): boolean {
  return absentFrom(componentNamed(component), parseVersion(at), since) === undefined;
}

/** Seconds from the first stop to the last answer, in the page's order: the manager, then each of the others. */
export async function benchManual(hop: HandHop): Promise<number> {
  try {
    const { cluster } = await baiupJson<SandboxUp>(['sandbox', 'up', '--at', hop.from, '--name', name]);
    const inventory: Inventory = inventorySchema.parse(parse(await readFile(cluster, 'utf8')));
    const members = inventory.components.filter((member) => isThere(member, hop.from));
    for (const member of members) {
      const python = `${await environmentOf(member)}/bin/python`;
      await host.run({ argv: [python, '-m', 'ensurepip', '--upgrade'], timeoutMs: 2 * minutes });
    }
    const order = members.toSorted(
      (a, b) => Number(b.component === 'manager') - Number(a.component === 'manager'),
    );
    const start = performance.now();
    for (const member of order) await turnManually(member, hop);
    return (performance.now() - start) / 1000;
  } finally {
    await baiupJson(['sandbox', 'down', '--name', name]).catch(() => undefined);
  }
}
