import { buildApplication, buildRouteMap } from '@stricli/core';
import { baiupVersion } from '../../lib/baiup-version.ts';
import { abortCommand } from './commands/abort.ts';
import { announceCommand } from './commands/announce.ts';
import { applyCommand } from './commands/apply.ts';
import { approveCommand } from './commands/approve.ts';
import { catalogSyncCommand } from './commands/catalog-sync.ts';
import { changelogCommand } from './commands/changelog.ts';
import { checkCommand } from './commands/check.ts';
import { completionCommand } from './commands/completion.ts';
import { forgetCommand } from './commands/forget.ts';
import { hooksTestCommand } from './commands/hooks-test.ts';
import { initCommand } from './commands/init.ts';
import { logsCommand } from './commands/logs.ts';
import { noticeCommand } from './commands/notice.ts';
import { pathCommand } from './commands/path.ts';
import { pauseCommand } from './commands/pause.ts';
import { planCommand } from './commands/plan.ts';
import { rehearseCommand } from './commands/rehearse.ts';
import { releasesCommand } from './commands/releases.ts';
import { reportCommand } from './commands/report.ts';
import { resumeCommand } from './commands/resume.ts';
import { rollbackCommand } from './commands/rollback.ts';
import { runsCommand } from './commands/runs.ts';
import { sandboxCommand } from './commands/sandbox.ts';
import { schemaMatrixCommand } from './commands/schema-matrix.ts';
import { schemaRouteCommand } from './commands/schema-route.ts';
import { serveCommand } from './commands/serve.ts';
import { showCommand } from './commands/show.ts';
import { statusCommand } from './commands/status.ts';
import { unlockCommand } from './commands/unlock.ts';
import { usersAddCommand } from './commands/users-add.ts';
import { workloadsCommand } from './commands/workloads.ts';
import { usageText } from './usage-text.ts';

const schema = buildRouteMap({
  routes: { route: schemaRouteCommand, matrix: schemaMatrixCommand },
  docs: { brief: 'What an upgrade does to the database' },
});

const catalog = buildRouteMap({
  routes: { sync: catalogSyncCommand },
  docs: { brief: 'What baiup knows about releases' },
});

const hooks = buildRouteMap({
  routes: { test: hooksTestCommand },
  docs: { brief: 'Whom runs tell of what happens in them' },
});

const users = buildRouteMap({
  routes: { add: usersAddCommand },
  docs: { brief: 'Who may look at the dashboard, and who may steer' },
});

const root = buildRouteMap({
  routes: {
    path: pathCommand,
    changelog: changelogCommand,
    releases: releasesCommand,
    catalog,
    schema,
    init: initCommand,
    status: statusCommand,
    workloads: workloadsCommand,
    check: checkCommand,
    plan: planCommand,
    rehearse: rehearseCommand,
    announce: announceCommand,
    notice: noticeCommand,
    apply: applyCommand,
    approve: approveCommand,
    pause: pauseCommand,
    resume: resumeCommand,
    abort: abortCommand,
    rollback: rollbackCommand,
    runs: runsCommand,
    show: showCommand,
    report: reportCommand,
    serve: serveCommand,
    forget: forgetCommand,
    unlock: unlockCommand,
    logs: logsCommand,
    hooks,
    users,
    sandbox: sandboxCommand,
    completion: completionCommand,
  },
  docs: {
    brief: 'Upgrades Backend.AI clusters: the legal path, proven, with the shortest stop and a way back',
    fullDescription: [
      'Upgrades Backend.AI clusters: the legal path, proven, with the shortest stop and a way back.',
      '',
      'To try it:   baiup sandbox up, then what it prints',
      'To begin:    baiup init --host USER@HOST, once for each host, writes cluster.yaml',
      'To upgrade:  baiup status, check TO, plan TO -o plan.json, rehearse plan.json, apply plan.json',
      'Meanwhile:   baiup show RUN --follow, logs RUN STEP, pause RUN, abort RUN',
      'Afterwards:  baiup runs, show RUN, rollback RUN, forget RUN',
      '',
      'Exit codes: 0 done, 1 failed, 2 refused by findings, 3 stopped and resumable, 64 wrong usage, 70 our own fault, 130 interrupted',
    ].join('\n'),
  },
});

export const application = buildApplication(root, {
  name: 'baiup',
  versionInfo: { currentVersion: baiupVersion },
  localization: { loadText: () => usageText },
  scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
  documentation: { useAliasInUsageLine: true, disableAnsiColor: Boolean(process.env['NO_COLOR']) },
});
