import { dirname } from 'node:path';
import type { EnvironmentName } from '../../core/cluster/environment-name.ts';
import { perHost } from '../hosts/per-host.ts';
import type { Host, HostReader } from '../hosts/port.ts';
import { canDropIn, dropIn, droppedIn, takeOut } from './unit-drop-in.ts';
import { forgetLink, linkEnvironment, namedEnvironment, switchEnvironment } from './unit-environment.ts';

/** How a unit comes to another environment. */
export interface EnvironmentDoor {
  seen(): Promise<{ readonly environment: string; readonly named: EnvironmentName }>;
  link(keep: string): Promise<boolean>;
  forget(keep: string): Promise<void>;
  switch(environment: string, keep: string): Promise<void>;
}

export interface NamedBy {
  readonly unit: string;
  /** The path by which the unit, or its script, names its environment. */
  readonly path: string;
  /** Where its own environments go, named with their release, where that path cannot become a link to them. */
  readonly beside: string;
  /** Services of another component that name the same path: it can lead to one environment only. */
  readonly sharedWith: readonly string[];
}

/** The path is a link, or becomes one. */
function byLink(host: Host, path: string): EnvironmentDoor {
  const root = host.asRoot();
  return {
    seen: () => namedEnvironment(host, path),
    link: (keep) => linkEnvironment(root, path, keep),
    forget: (keep) => forgetLink(root, path, keep),
    switch: (environment, keep) => switchEnvironment(root, path, environment, keep),
  };
}

/** The path stays as it is, and a drop-in lets the unit's command name another one. */
function byDropIn(host: Host, { unit, path, beside }: NamedBy, because: string): EnvironmentDoor {
  const root = host.asRoot();
  return {
    seen: async () => {
      const [own, { environment }, isPossible] = await Promise.all([
        droppedIn(host, unit),
        namedEnvironment(host, path),
        canDropIn(host, unit, path),
      ]);
      const stays = { path, because, isNamed: isPossible };
      return { environment: own?.environment ?? environment, named: { at: beside, isFolder: false, stays } };
    },
    link: async () => true,
    forget: async () => undefined,
    switch: async (environment) => {
      const { environment: before } = await namedEnvironment(host, path);
      await (environment === before ? takeOut(root, unit) : dropIn(root, unit, path, environment));
    },
  };
}

async function mountOf(host: HostReader, path: string): Promise<readonly string[]> {
  const argv = ['findmnt', '--noheadings', '--output', 'TARGET,OPTIONS', '--target', path] as const;
  const asked = await host.ask({ argv, timeoutMs: 20_000 }).catch(() => undefined);
  return asked?.exitCode === 0 ? asked.stdout.trim().split(/\s+/) : [];
}

/** Why a path cannot become a link; undefined where it can, or where nobody can tell. */
async function whyFixed(host: HostReader, path: string): Promise<string | undefined> {
  const [[target], [, options = '']] = await Promise.all([mountOf(host, path), mountOf(host, dirname(path))]);
  if (target === path) return 'it is a mount point';
  return options.split(',').includes('ro') ? 'its file system is read-only' : undefined;
}

const known = perHost((host: HostReader) => {
  const whyOf = new Map<string, Promise<string | undefined>>();
  return (path: string): Promise<string | undefined> => {
    const why = whyOf.get(path) ?? whyFixed(host, path);
    whyOf.set(path, why);
    return why;
  };
});

/** How a unit of a host comes to another environment. */
export async function environmentDoor(host: Host, by: NamedBy): Promise<EnvironmentDoor> {
  const [other] = by.sharedWith;
  const because = other === undefined ? await known(host)(by.path) : `${other} runs from it too`;
  return because === undefined ? byLink(host, by.path) : byDropIn(host, by, because);
}
