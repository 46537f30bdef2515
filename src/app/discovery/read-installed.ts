import type { EnvironmentNote } from '../../core/cluster/snapshot.ts';
import { buildOf } from '../../core/versions/build-of.ts';
import type { Version } from '../../core/versions/version.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { type FoundDistribution, readDistributions } from './read-distributions.ts';
import { readSitePackages } from './site-packages.ts';
import { sourceCheckout } from './source-checkout.ts';

export interface Installed {
  /** The release that it counts as; undefined where none can be told. */
  readonly version: Version | undefined;
  readonly notes: readonly EnvironmentNote[];
}

/** Whose environment it is. */
interface Owner {
  readonly distribution: string;
  /** The module that serves: `ai.backend.manager.server`. */
  readonly module: string;
  /** Where the program runs: a source checkout may be there. */
  readonly workdir: string;
}

type Whole = FoundDistribution & { readonly version: string };

const isWhole = (each: FoundDistribution): each is Whole => each.version !== undefined;
const listed = (texts: readonly string[]): string => texts.join(' and ');
const none = (text: string): Installed => ({ version: undefined, notes: [{ kind: 'no-release', text }] });

/** The version that a program's own code has: its package carries a file of it. */
async function baiupVersion(
  host: HostReader,
  folder: string,
  { module }: Owner,
): Promise<string | undefined> {
  const path = module.split('.').slice(0, -1).join('/');
  return (await host.readText(`${folder}/${path}/VERSION`).catch(() => undefined))?.trim();
}

async function without(
  host: HostReader,
  environment: string,
  left: readonly FoundDistribution[],
  { distribution, workdir, module }: Owner,
  running = '',
): Promise<Installed> {
  const checkout = await sourceCheckout(host, [workdir, environment], module);
  if (checkout !== undefined) {
    const version = checkout.version ? ` at version ${checkout.version}` : '';
    return none(
      `it runs from the source checkout ${checkout.folder}${version}, and ${environment} has no ${distribution} installed: baiup upgrades installed packages only`,
    );
  }
  if (left.length > 0) {
    const marks = listed(left.map(({ mark }) => mark));
    return none(
      `${environment} has ${marks} without metadata in it, so no ${distribution} is installed there`,
    );
  }
  return none(`${environment} has no ${distribution}${running}`);
}

/** The one that counts of several whole ones: the one whose version the code itself has. */
async function theOne(
  host: HostReader,
  folder: string,
  whole: readonly [Whole, ...Whole[]],
  owner: Owner,
): Promise<Whole | undefined> {
  if (whole.length === 1) return whole[0];
  const own = buildOf((await baiupVersion(host, folder, owner)) ?? '')?.release;
  const same = whole.filter(({ version }) => own !== undefined && buildOf(version)?.release === own);
  return same.length === 1 ? same[0] : undefined;
}

function* notesOn(
  one: Whole,
  all: readonly FoundDistribution[],
  pythons: { readonly python: string; readonly others: readonly string[] },
  { distribution }: Owner,
): Generator<EnvironmentNote> {
  const build = buildOf(one.version);
  if (one.source !== undefined) {
    yield {
      kind: 'source',
      text: `${distribution} ${one.version} runs from the source folder ${one.source}: the new environment has the published package, without the changes that were made there`,
    };
  }
  if (build?.isFixed) {
    yield {
      kind: 'unusual',
      text: `${distribution} ${one.version} is no published release: it counts as ${build.release}, and the new environment has the published package, without what was fixed`,
    };
  }
  const left = all.filter((each) => each !== one).map(({ mark }) => mark);
  if (left.length > 0) {
    yield { kind: 'unusual', text: `${listed(left)} is left over: the code is that of ${one.version}` };
  }
  if (pythons.others.length > 0) {
    yield {
      kind: 'unusual',
      text: `it has packages for Python ${listed([pythons.python, ...pythons.others])}: it runs with ${pythons.python}`,
    };
  }
}

/**
 * The release of a distribution in a virtual environment, read from its metadata, and what is unusual about it. A state
 * of the cluster is never an error here.
 */
export async function readInstalled(host: HostReader, environment: string, owner: Owner): Promise<Installed> {
  const site = await readSitePackages(host, environment);
  if (site === undefined) {
    const { notes } = await without(host, environment, [], owner);
    const isThere = (await host.stat(environment)) !== undefined;
    const isCheckout = notes.some(({ text }) => text.includes('source checkout'));
    return isThere || isCheckout ? { version: undefined, notes } : none(`${environment} is not there`);
  }
  const { distribution } = owner;
  const found = await readDistributions(host, site.folder, distribution);
  const [first, ...rest] = found.filter(isWhole);
  if (!first) {
    const running = site.others.length > 0 ? ` for Python ${site.python}, which it runs with` : '';
    return without(host, environment, found, owner, running);
  }
  const one = await theOne(host, site.folder, [first, ...rest], owner);
  if (!one) {
    const versions = listed([first, ...rest].map(({ version }) => version));
    return none(
      `${environment} has ${distribution} ${versions} at once, and the code does not tell which it is`,
    );
  }
  const build = buildOf(one.version);
  if (!build) {
    const from = one.source === undefined ? '' : ` from the source checkout ${one.source}`;
    return none(
      `${environment} has ${distribution} ${one.version}${from}, which is the version of no release`,
    );
  }
  return { version: build.release, notes: [...notesOn(one, found, site, owner)] };
}
