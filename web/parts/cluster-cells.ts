import type { Cell, CellGroup } from './hosts-map.tsx';

/** A member as `baiup status --format json` tells it. */
export interface StatusMember {
  readonly id: string;
  readonly component: string;
  readonly host: string;
  readonly version: string | null;
  readonly absent?: string;
  readonly active: boolean;
  readonly healthy: boolean;
  readonly trouble?: string;
}

export interface StatusHost {
  readonly host: string;
  readonly answers: boolean;
  readonly trouble?: string;
  readonly clockAhead?: number;
}

/** Versions with how many have them, the most first. */
export function skewOf(
  members: readonly StatusMember[],
): (readonly [version: string, members: readonly StatusMember[]])[] {
  const present = members.filter(({ absent }) => absent === undefined);
  return [...Map.groupBy(present, ({ version }) => version ?? 'unknown')].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
}

function cellOfHost(
  { host, answers, trouble = '' }: StatusHost,
  members: readonly StatusMember[],
  usual: string,
): Cell {
  if (!answers) return { host, state: 'failed', says: `does not answer: ${trouble}` };
  const sick = members.find(({ healthy }) => !healthy);
  if (sick)
    return {
      host,
      state: 'failed',
      says: `${sick.component} ${sick.id}: ${sick.trouble ?? 'does not answer'}`,
    };
  const other = members.find(({ version, absent }) => absent === undefined && version !== usual);
  if (other)
    return {
      host,
      state: 'postponed',
      says: `${other.component} ${other.id} is at ${other.version ?? 'no version'}`,
    };
  return {
    host,
    state: 'done',
    says: members.map(({ id, component, version }) => `${component} ${id} ${version ?? ''}`).join(', '),
  };
}

/** Hosts by what is on them, each with what is unusual about it. */
export function clusterCells(hosts: readonly StatusHost[], members: readonly StatusMember[]): CellGroup[] {
  const byHost = Map.groupBy(members, ({ host }) => host);
  const usual = skewOf(members)[0]?.[0] ?? '';
  const titled = Map.groupBy(hosts, ({ host }) => {
    const components = new Set((byHost.get(host) ?? []).map(({ component }) => component));
    return [...components].join(', ') || 'no member';
  });
  return [...titled].map(([title, those]) => ({
    title,
    cells: those.map((host) => cellOfHost(host, byHost.get(host.host) ?? [], usual)),
  }));
}
