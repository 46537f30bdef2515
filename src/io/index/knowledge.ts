import type { EntryPoints, Release, Revision } from '../../core/catalog/release.ts';
import type { Snapshot } from '../../core/catalog/snapshot.ts';

/** What is known of one wheel, whatever index it lies on. */
export interface WheelFacts {
  /** Bytes. */
  readonly size: number;
  readonly entryPoints?: EntryPoints | undefined;
  /** When it was packed, for indexes that do not say when it was uploaded. */
  readonly packed?: string | undefined;
  /** "3.12": from a manager's metadata, where the index does not say. */
  readonly python?: string | undefined;
  /** In a manager's wheel, and in a coordinator's. */
  readonly history?: Pick<Release, 'schema' | 'dumps'> | undefined;
}

/** What need not be read again: wheels by their SHA-256, files in wheels by their checksum; null: nothing is in it. */
export interface Knowledge {
  readonly wheels: Map<string, WheelFacts>;
  readonly revisionFiles: Map<string, Revision | null>;
  readonly entryPointFiles: Map<string, EntryPoints | null>;
}

function historyOf(release: Release, name: string): WheelFacts['history'] {
  if (name === 'manager') return release;
  if (name !== 'appproxy-coordinator' || release.proxySchema === undefined) return undefined;
  return { schema: release.proxySchema, dumps: [] };
}

/** What a snapshot lets one know. */
export function knowledgeOf({ releases, revisionFiles, entryPointFiles }: Snapshot): Knowledge {
  const wheels = releases.flatMap((release) =>
    Object.entries(release.packages).map(([name, { sha256, size, entryPoints }]) => {
      const plain = { size, entryPoints, packed: release.published, python: release.python };
      return [sha256, { ...plain, history: historyOf(release, name) }] as const;
    }),
  );
  return {
    wheels: new Map(wheels),
    revisionFiles: new Map(revisionFiles),
    entryPointFiles: new Map(entryPointFiles),
  };
}
