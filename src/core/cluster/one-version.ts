import type { ClusterSnapshot } from './snapshot.ts';

/** The version that every component has, or undefined when they differ or one has none. */
export function oneVersion(snapshot: Pick<ClusterSnapshot, 'components'>): string | undefined {
  const versions = new Set(snapshot.components.map(({ version }) => version));
  return versions.size === 1 ? [...versions][0] : undefined;
}
