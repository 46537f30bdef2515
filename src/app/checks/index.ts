import type { RowQuestion } from '../../core/cluster/rows.ts';
import type { Finding } from '../../lib/finding.ts';
import { agentBehind } from './agent-behind.ts';
import { agentUnlisted } from './agent-unlisted.ts';
import { apiRole } from './api-role.ts';
import { apiUnreachable } from './api-unreachable.ts';
import { appConfigScope } from './app-config-scope.ts';
import { auditActor } from './audit-actor.ts';
import { balancerInFront } from './balancer-in-front.ts';
import type { Check, CheckInput } from './check.ts';
import { clusterLocked } from './cluster-locked.ts';
import { clusterUnfinished } from './cluster-unfinished.ts';
import { componentReady } from './component-ready.ts';
import { componentsHealthy } from './components-healthy.ts';
import { configurationUnreadable } from './configuration-unreadable.ts';
import { databaseAtHead } from './database-at-head.ts';
import { databaseBalanced } from './database-balanced.ts';
import { databaseHeld, databaseOthers } from './database-others.ts';
import { databaseRestorable } from './database-restorable.ts';
import { databaseUnmarked } from './database-unmarked.ts';
import { deploymentImageGone } from './deployment-image-gone.ts';
import { deploymentVariant } from './deployment-variant.ts';
import { diskRoom } from './disk-room.ts';
import { emptySlots } from './empty-slots.ts';
import { endpointTokenOwner } from './endpoint-token-owner.ts';
import { endpointsEarly } from './endpoints-early.ts';
import {
  environmentChanged,
  environmentNoRelease,
  environmentSource,
  environmentStray,
  environmentUnread,
  environmentUnusual,
} from './environments.ts';
import { eventLogsMissing } from './event-logs-missing.ts';
import { folderNameTwice } from './folder-name-twice.ts';
import { folderPermissionTwice } from './folder-permission-twice.ts';
import { folderShared } from './folder-shared.ts';
import { hostClock } from './host-clock.ts';
import { hostDropsWaiting } from './host-drops-waiting.ts';
import { hostNoRoom } from './host-no-room.ts';
import { hostNoRoot } from './host-no-root.ts';
import { hostTwice } from './host-twice.ts';
import { hostUnreachable } from './host-unreachable.ts';
import { hostUnread } from './host-unread.ts';
import { idleCheckerTypes } from './idle-checker-types.ts';
import { kernelBatch } from './kernel-batch.ts';
import { kernelPorts } from './kernel-ports.ts';
import { kernelRole } from './kernel-role.ts';
import { kernelState } from './kernel-state.ts';
import { managerFrozen } from './manager-frozen.ts';
import { modelStore } from './model-store.ts';
import { namespaceUnused } from './namespace-unused.ts';
import { ownDatabase } from './own-database.ts';
import { pluginsCarried } from './plugins-carried.ts';
import { pluginsDiffer } from './plugins-differ.ts';
import { pluginsLeft } from './plugins-left.ts';
import { projectDemanded } from './project-demanded.ts';
import { projectPolicy } from './project-policy.ts';
import { projectRoles } from './project-roles.ts';
import { proofRoom } from './proof-room.ts';
import { pythonMissing, pythonNowhere } from './python-missing.ts';
import { registryAddress } from './registry-address.ts';
import { registryKeys } from './registry-keys.ts';
import { registryLength } from './registry-length.ts';
import { registryLocal } from './registry-local.ts';
import { registryProject } from './registry-project.ts';
import { registryType } from './registry-type.ts';
import { rowsGivenUp } from './rows-given-up.ts';
import { scratchLeft } from './scratch-left.ts';
import { secretsOpen } from './secrets-open.ts';
import { serverTooOld } from './server-too-old.ts';
import { serverUnproven } from './server-unproven.ts';
import { serviceHeld } from './service-held.ts';
import { serviceManual } from './service-manual.ts';
import { serviceNotEnabled } from './service-not-enabled.ts';
import { serviceOutdated } from './service-outdated.ts';
import { servicePath } from './service-path.ts';
import { serviceSamePath } from './service-same-path.ts';
import { serviceStarters } from './service-starters.ts';
import { serviceStopSignal } from './service-stop-signal.ts';
import { serviceStopTime } from './service-stop-time.ts';
import { serviceStranger } from './service-stranger.ts';
import { sessionDependencies } from './session-dependencies.ts';
import { sessionResultType } from './session-result-type.ts';
import { sessionSingle } from './session-single.ts';
import { sharedKernels } from './shared-kernels.ts';
import { siteObjects } from './site-objects.ts';
import { slotsAdded } from './slots-added.ts';
import { slotsUnknown } from './slots-unknown.ts';
import { startCold } from './start-cold.ts';
import {
  serviceElsewhere,
  serviceFile,
  serviceFolder,
  serviceModules,
  serviceUntried,
  serviceUser,
  serviceVariables,
} from './started-by.ts';
import { storeSameDatabase, storeSameServer } from './store-beside.ts';
import { userRights, userRoles } from './user-roles.ts';
import { versionsMixed } from './versions-mixed.ts';
import { vfolderOrphans } from './vfolder-orphans.ts';
import { whileHeld } from './while-held.ts';
import { withFix } from './with-fix.ts';
import { workloadsBackground, workloadsInFlight, workloadsRunning, workloadsUnknown } from './workloads.ts';

/** Every check there is; all of them run. */
export const checks: readonly Check[] = [
  clusterLocked,
  clusterUnfinished,
  agentBehind,
  namespaceUnused,
  hostUnreachable,
  hostTwice,
  hostUnread,
  hostNoRoot,
  hostClock,
  hostDropsWaiting,
  componentsHealthy,
  componentReady,
  apiUnreachable,
  apiRole,
  balancerInFront,
  managerFrozen,
  environmentNoRelease,
  environmentSource,
  environmentChanged,
  environmentStray,
  environmentUnread,
  environmentUnusual,
  pluginsCarried,
  pluginsLeft,
  pluginsDiffer,
  versionsMixed,
  configurationUnreadable,
  servicePath,
  serviceSamePath,
  serviceStranger,
  serviceManual,
  serviceHeld,
  serviceNotEnabled,
  serviceOutdated,
  serviceStarters,
  serviceStopSignal,
  serviceStopTime,
  serviceVariables,
  serviceElsewhere,
  serviceFile,
  serviceFolder,
  serviceUntried,
  serviceModules,
  serviceUser,
  sharedKernels,
  agentUnlisted,
  slotsUnknown,
  slotsAdded,
  serverTooOld,
  databaseAtHead,
  databaseUnmarked,
  databaseRestorable,
  databaseBalanced,
  ownDatabase,
  startCold,
  diskRoom,
  hostNoRoom,
  proofRoom,
  pythonMissing,
  pythonNowhere,
  secretsOpen,
  serverUnproven,
  scratchLeft,
  siteObjects,
  storeSameDatabase,
  storeSameServer,
  databaseHeld,
  databaseOthers,
  registryAddress,
  registryKeys,
  registryType,
  registryProject,
  registryLength,
  registryLocal,
  vfolderOrphans,
  kernelState,
  kernelBatch,
  kernelRole,
  sessionSingle,
  sessionDependencies,
  endpointsEarly,
  modelStore,
  emptySlots,
  projectDemanded,
  endpointTokenOwner,
  eventLogsMissing,
  folderPermissionTwice,
  folderShared,
  sessionResultType,
  kernelPorts,
  deploymentImageGone,
  deploymentVariant,
  userRights,
  userRoles,
  projectRoles,
  idleCheckerTypes,
  appConfigScope,
  auditActor,
  projectPolicy,
  folderNameTwice,
  ...rowsGivenUp,
  workloadsRunning,
  workloadsInFlight,
  workloadsBackground,
  workloadsUnknown,
];

/** What checks ask of the database, by their code. */
export const questions: Readonly<Record<string, RowQuestion>> = Object.fromEntries(
  checks.flatMap(({ code, rows }) => (rows ? [[code, rows]] : [])),
);

/** Everything that checks find; what baiup can fix says how. While a run has the cluster, nothing is to be fixed. */
export function runChecks(input: CheckInput): Finding[] {
  const aside = whileHeld(input.snapshot);
  return checks.flatMap((check) =>
    check
      .find(input)
      .map((finding) => (aside && !check.stands ? aside(finding) : withFix(check, finding, input))),
  );
}
