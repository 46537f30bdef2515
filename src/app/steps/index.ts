import { agentsNote } from './agents-note.ts';
import { announcementEnd } from './announcement-end.ts';
import { announcementNote } from './announcement-note.ts';
import { announcementSet } from './announcement-set.ts';
import { apiNote } from './api-note.ts';
import { apiProve } from './api-prove.ts';
import { barrier } from './barrier.ts';
import { capacityProve } from './capacity-prove.ts';
import { censusProve } from './census-prove.ts';
import { censusView } from './census-view.ts';
import { componentProve } from './component-prove.ts';
import { configstoreCapture } from './configstore-capture.ts';
import { configstoreEdit } from './configstore-edit.ts';
import { configurationPatch } from './configuration-patch.ts';
import { containersCheck } from './containers-check.ts';
import { containersNote } from './containers-note.ts';
import { containersProve } from './containers-prove.ts';
import { databaseAside } from './database-aside.ts';
import { databaseCapture } from './database-capture.ts';
import { databaseCreate } from './database-create.ts';
import { databaseDump } from './database-dump.ts';
import { databaseName } from './database-name.ts';
import { databaseNote } from './database-note.ts';
import { databaseSeal } from './database-seal.ts';
import { endpointsRest } from './endpoints-rest.ts';
import { environmentLink } from './environment-link.ts';
import { environmentNote } from './environment-note.ts';
import { environmentProve } from './environment-prove.ts';
import { environmentStage } from './environment-stage.ts';
import { filesCapture } from './files-capture.ts';
import { locksRelease } from './locks-release.ts';
import { migratorWarm } from './migrator-warm.ts';
import { operatorApprove } from './operator-approve.ts';
import { othersLeave } from './others-leave.ts';
import { othersWait } from './others-wait.ts';
import { proxyMove } from './proxy-move.ts';
import { runnerPrepare } from './runner-prepare.ts';
import { schemaExpect } from './schema-expect.ts';
import { schemaMigrate } from './schema-migrate.ts';
import { schemaProve } from './schema-prove.ts';
import { servicePark } from './service-park.ts';
import { serviceStart } from './service-start.ts';
import { serviceStop } from './service-stop.ts';
import { serviceSwitch } from './service-switch.ts';
import { sessionProve } from './session-prove.ts';
import { sessionTry } from './session-try.ts';
import { slotsAdd } from './slots-add.ts';
import { standinEnd } from './standin-end.ts';
import { standinStart } from './standin-start.ts';
import type { AnyStep } from './step.ts';
import { waveGate } from './wave-gate.ts';
import { workloadsDrain } from './workloads-drain.ts';
import { workloadsQuiesce } from './workloads-quiesce.ts';
import { workloadsReturn } from './workloads-return.ts';

/** Every step there is, in the order in which a hop takes them. */
export const steps: readonly AnyStep[] = [
  announcementNote,
  announcementSet,
  environmentStage,
  runnerPrepare,
  schemaExpect,
  operatorApprove,
  databaseCreate,
  environmentLink,
  sessionTry,
  apiNote,
  agentsNote,
  workloadsQuiesce,
  workloadsDrain,
  endpointsRest,
  othersWait,
  migratorWarm,
  servicePark,
  standinStart,
  serviceStop,
  containersNote,
  othersLeave,
  databaseCapture,
  databaseAside,
  databaseNote,
  configstoreCapture,
  filesCapture,
  schemaMigrate,
  databaseName,
  locksRelease,
  slotsAdd,
  configstoreEdit,
  proxyMove,
  censusView,
  serviceSwitch,
  configurationPatch,
  containersCheck,
  serviceStart,
  standinEnd,
  componentProve,
  environmentNote,
  environmentProve,
  schemaProve,
  censusProve,
  capacityProve,
  workloadsReturn,
  sessionProve,
  apiProve,
  containersProve,
  waveGate,
  databaseDump,
  databaseSeal,
  announcementEnd,
  barrier,
];
