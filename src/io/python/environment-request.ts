import type { ComponentName } from '../../core/cluster/inventory.ts';
import type { CarriedPlugin } from '../../core/components/carried-plugin.ts';
import type { Host } from '../hosts/port.ts';
import type { WheelSupply } from './wheelhouse/wheel-supply.ts';

export interface EnvironmentRequest {
  /** Where it is built, and where it will run. */
  readonly host: Host;
  /** What its packages are sent from; without it the host has an index of its own. */
  readonly supply?: WheelSupply | undefined;
  readonly component: ComponentName;
  /** As printed: `24.03.10`. */
  readonly version: string;
  /** Absolute; what is there and was not built for this request is replaced. */
  readonly folder: string;
  /** When the release was uploaded, ISO 8601. */
  readonly published: string;
  /** Minor version: `3.12`. */
  readonly python: string;
  /** Pythons of environments there, whose own interpreters may do. */
  readonly pythons?: readonly string[];
  /** The folder that the program runs in; the environment's own unless told. */
  readonly workdir?: string | undefined;
  /**
   * What must run in it: the component's program, or of a manager only the migrations, for a release that the database
   * passes through and that never serves. The program unless told.
   */
  readonly proves?: 'program' | 'migrator' | undefined;
  /** What it has beside its release. */
  readonly plugins?: readonly CarriedPlugin[] | undefined;
  /** Added to the environment of every program that builds it, to be found by. */
  readonly env?: Readonly<Record<string, string>>;
  readonly onProgress?: (event: { readonly choice: string; readonly failed?: string }) => void;
  readonly signal?: AbortSignal | undefined;
}
