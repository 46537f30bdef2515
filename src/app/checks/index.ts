import type { Finding } from '../../lib/finding.ts';
import type { Check, CheckInput } from './check.ts';
import { componentsHealthy } from './components-healthy.ts';
import { databaseAtHead } from './database-at-head.ts';
import { databaseRestorable } from './database-restorable.ts';
import { diskRoom } from './disk-room.ts';
import { registryProject } from './registry-project.ts';
import { versionsMixed } from './versions-mixed.ts';
import { vfolderOrphans } from './vfolder-orphans.ts';
import { workloadsInFlight, workloadsRunning } from './workloads.ts';

/** Every check there is; all of them run. */
export const checks: readonly Check[] = [
  componentsHealthy,
  versionsMixed,
  databaseAtHead,
  databaseRestorable,
  diskRoom,
  registryProject,
  vfolderOrphans,
  workloadsRunning,
  workloadsInFlight,
];

export function runChecks(input: CheckInput): Finding[] {
  return checks.flatMap(({ find }) => find(input));
}
