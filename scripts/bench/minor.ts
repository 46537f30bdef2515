import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { baiupJson } from '../lib/baiup.ts';
import type { RunShown } from '../lib/shapes.ts';
import { type LoadCount, startLoad, type Target } from './minor/load.ts';
import { type Size, withSandbox } from './sized-sandbox.ts';

/** A minor hop in which no revision runs. */
const [from, to] = ['24.03.10', '24.03.11'];
const perSecond = 200;
const leastRequests = 5000;

interface Member {
  readonly component: string;
  readonly endpoint: { readonly host: string; readonly port: number };
}

const versionUnder =
  (key: string) =>
  (body: string): string =>
    String((JSON.parse(body) as Record<string, unknown>)[key]);

/** Manager and webserver of a cluster, each by an address that tells its release. */
export async function targetsOf(cluster: string): Promise<Target[]> {
  const { components } = parse(await readFile(cluster, 'utf8')) as { components: readonly Member[] };
  const target = (name: string, path: string, key: string): Target => {
    const { host, port } = components.find(({ component }) => component === name)?.endpoint ?? {};
    return { name, url: `http://${host}:${port}${path}`, version: versionUnder(key) };
  };
  return [target('manager', '/', 'manager'), target('webserver', '/func/ping', 'version')];
}

export interface MinorFigures {
  readonly hop: string;
  readonly there: readonly LoadCount[];
  readonly back: readonly LoadCount[];
  /** Seconds without service of members that do not turn beside: agents. */
  readonly downtime: number;
  /** Whether the kernel handed over what waited for a listener that closed. */
  readonly handsOver: boolean;
}

export async function underLoad<T>(
  targets: readonly Target[],
  act: () => Promise<T>,
): Promise<readonly [T, readonly LoadCount[]]> {
  const load = startLoad(targets, perSecond);
  try {
    const result = await act();
    while (load.sent() < leastRequests) await new Promise((resolve) => setTimeout(resolve, 100));
    return [result, await load.end()];
  } catch (error) {
    await load.end();
    throw error;
  }
}

/** A minor hop there and back under load, whose members turn beside their old programs. */
export async function minorOn(cluster: string, folder: string): Promise<MinorFigures> {
  const on = ['--cluster', cluster];
  const plan = join(folder, 'plan.json');
  await baiupJson(['plan', to, ...on, '--turn', 'beside', '-o', plan]);
  const targets = await targetsOf(cluster);
  const [applied, there] = await underLoad(targets, () =>
    baiupJson<RunShown>(['apply', plan, ...on, '--no-rehearsal', '--yes']),
  );
  const [, back] = await underLoad(targets, () => baiupJson(['rollback', applied.run, ...on, '--yes']));
  return {
    hop: `${from} → ${to}`,
    there,
    back,
    downtime: applied.downtime.actual,
    handsOver: (await readFile(handsOver, 'utf8')).trim() === '1',
  };
}

/** Whether the kernel hands what waits for a listener that closes to another one of its address. */
const handsOver = '/proc/sys/net/ipv4/tcp_migrate_req';

/** With a kernel that hands over what waits, as `baiup check --fix` sets it; as it is where that needs root. */
export async function handingOver<T>(act: () => Promise<T>): Promise<T> {
  const before = await readFile(handsOver, 'utf8');
  try {
    await writeFile(handsOver, '1');
  } catch {
    return act();
  }
  return act().finally(() => writeFile(handsOver, before));
}

export const benchMinor = (_size: Size): Promise<MinorFigures> =>
  handingOver(() => withSandbox({ at: from }, minorOn));
