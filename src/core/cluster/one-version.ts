import type { ClusterSnapshot, MemberSnapshot } from './snapshot.ts';

/** The members that the installed release has, as far as they can be seen. */
export function presentMembers({ components }: Pick<ClusterSnapshot, 'components'>): MemberSnapshot[] {
  return components.filter(({ absent, unseen }) => absent === undefined && !unseen);
}

/** The version that every member has, or undefined when they differ or one has none. */
export function oneVersion(snapshot: Pick<ClusterSnapshot, 'components'>): string | undefined {
  const versions = new Set(presentMembers(snapshot).map(({ version }) => version));
  return versions.size === 1 ? [...versions][0] : undefined;
}
