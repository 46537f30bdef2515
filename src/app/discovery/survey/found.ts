import type { ComponentName } from '../../../core/cluster/inventory.ts';
import type { Version } from '../../../core/versions/version.ts';

/** A place where what is written is a guess, or where something is to be known beside it. */
export interface Remark {
  /** The key of the member that it stands at; the member itself unless told. */
  readonly at?: 'service' | 'config' | 'endpoint' | 'agent' | 'workdir';
  readonly text: string;
}

/** An environment by the path that stays and by where it really lies. */
export interface FoundEnvironment {
  readonly path: string;
  readonly real: string;
}

/** A component that was found on a host. */
export interface FoundMember {
  /** The host's name in cluster.yaml. */
  readonly host: string;
  readonly component: ComponentName;
  /** The unit of systemd, or the folder of a service of baiup's own; undefined for one that nothing starts again. */
  readonly service: { readonly unit: string } | { readonly folder: string } | undefined;
  readonly pid: number | undefined;
  readonly isActive: boolean;
  /** Whether it starts at boot. */
  readonly isEnabled: boolean;
  /** Units that would start the same in the place of its own. */
  readonly otherUnits?: readonly string[];
  readonly user: string;
  readonly workdir: string;
  readonly environment: FoundEnvironment | undefined;
  readonly version: Version | undefined;
  readonly config: string;
  /** Its text; it may hold secrets, so it is never shown. */
  readonly configText: string | undefined;
  readonly variables: ReadonlyMap<string, string>;
  /** The file that a variable is read from, by the variable's name, where it is in one. */
  readonly variableFiles: ReadonlyMap<string, string>;
  readonly remarks: readonly Remark[];
  /** Why it cannot be written as something that baiup upgrades. */
  readonly obstacle?: string;
}
