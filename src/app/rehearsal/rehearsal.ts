import type { ConfigStore } from '../../io/configstore/port.ts';
import type { DatabaseAddress } from '../../io/database/database.ts';
import type { StepContext } from '../steps/context.ts';
import type { Lacking } from './migrations-at-least.ts';

/** The doors to a cluster's copies. */
export interface Rehearsal {
  readonly context: StepContext;
  readonly address: DatabaseAddress;
  readonly ownAddress: (member: string) => DatabaseAddress;
  readonly store: ConfigStore;
  /** Managers that were staged for their migrations alone. */
  readonly lacking: Lacking;
}
