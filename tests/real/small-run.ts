import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepRunFacts } from '../../src/app/records/run-facts.ts';
import { runJournal } from '../../src/app/records/run-journal.ts';
import { memberNamed } from '../../src/core/cluster/member-named.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { identified } from '../../src/core/plan/plan-id.ts';
import type { RunEvent } from '../../src/core/run/event.ts';
import { reduceRun } from '../../src/core/run/reduce.ts';
import { simulatedStart } from '../../src/core/run/simulated-start.ts';
import type { RunView } from '../../src/core/run/view.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { processService } from '../../src/io/services/process.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { type Driven, startDriven } from './driven.ts';
import { knownSchemas } from './known-schemas.ts';
import { openSmallCluster, type SmallCluster } from './small-cluster.ts';

const root = join(import.meta.dirname, '../..');

/** A manager as far as a run sees it: it answers with the release that its environment is named for. */
const program = `
import http.server, json, os, sys

version = os.environ["VIRTUAL_ENV"].rsplit("-", 1)[-1]


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"manager": version, "status": "running", "active_sessions": 0}).encode())

    def log_message(self, *_):
        pass


http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
`;

const releases = { old: '24.03.11', new: '24.09.4' } as const;

/** A run as it goes, driven by a baiup of its own. */
export interface SmallRun {
  readonly id: string;
  readonly folder: string;
  view(): Promise<RunView>;
  /** Until who drives it has written an event into its journal. */
  until(driven: Driven, test: (event: RunEvent) => boolean): Promise<void>;
  /** Until it has ended, by its journal. */
  ended(): Promise<RunView>;
}

export interface SmallRuns {
  readonly small: SmallCluster;
  /**
   * Begins a run whose target has this revision; nobody drives it yet. A later one of the same revision knows what a
   * fresh install is like. With `source` the proof knows what the site had;
   * `changed` gives its plan more to do.
   */
  begin(body: string, source?: string, changed?: (plan: Plan) => Plan): Promise<SmallRun>;
  /** Starts baiup on a run; with `by` on what that runs. */
  drive(words: readonly string[], by?: readonly string[]): Driven;
  /** A run that was killed while it migrated: its service is down, and nothing holds its database. */
  killedWhileMigrating(body: string): Promise<SmallRun>;
  /** What answers now: "24.03.11", or nothing. */
  serving(): Promise<string | undefined>;
  /** Puts the cluster back to its beginning. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

async function makeService(small: SmallCluster) {
  const folder = join(small.folder, 'm1');
  const environment = (version: string): string => join(small.folder, `manager-${version}`);
  await writeFile(join(small.folder, 'small_manager.py'), program);
  for (const version of Object.values(releases)) {
    await mkdir(join(environment(version), 'bin'), { recursive: true });
    await symlink('/usr/bin/python3', join(environment(version), 'bin/python'));
  }
  return { folder, environment };
}

/** The small cluster's plan with a service that is stopped, switched and started around it. */
function aroundService(plan: Plan, environment: (version: string) => string): Plan {
  const service = {
    member: 'm1',
    component: 'manager',
    signal: 'SIGINT',
    stopTimeoutMs: 5000,
    startTimeoutMs: 10_000,
  };
  const step = (id: string, kind: string, params: Record<string, unknown>, needs: readonly string[]) => ({
    id: `1.${id}`,
    kind,
    title: id,
    params,
    needs: needs.map((need) => `1.${need}`),
    hosts: ['here'],
    estimate: 1,
  });
  const [hop] = plan.hops;
  const [phase] = hop?.phases ?? [];
  if (!hop || !phase) throw new Error('the plan has no hop');
  const needsStop = ['1.database', '1.etcd'];
  const steps = [
    ...phase.steps.map((each) => (needsStop.includes(each.id) ? { ...each, needs: ['1.stop-m1'] } : each)),
    step('stop-m1', 'service.stop', { ...service, version: releases.old }, ['warm']),
    step(
      'switch-m1',
      'service.switch',
      { member: 'm1', component: 'manager', from: environment(releases.old), to: environment(releases.new) },
      ['stop-m1'],
    ),
    step('start-m1', 'service.start', { ...service, version: releases.new }, ['migrate', 'switch-m1']),
  ];
  return identified({ ...plan, hops: [{ ...hop, phases: [{ ...phase, steps }] }] });
}

/** The plan with a proof that may ask an environment of the release before. */
function provenBeyond(plan: Plan, environment: string): Plan {
  const source = { environment, member: 'm1', head: 'first', line: '24.03' };
  const hops = plan.hops.map((hop) => ({
    ...hop,
    phases: hop.phases.map((phase) => ({
      ...phase,
      steps: phase.steps.map((step) =>
        step.kind === 'schema.prove' ? { ...step, params: { ...step.params, source } } : step,
      ),
    })),
  }));
  return identified({ ...plan, hops });
}

function runNamed(id: string, folder: string): SmallRun {
  const reader = runJournal().reader(id);
  const events = async () => (await reader).events();
  const view = async (): Promise<RunView> => {
    const found = reduceRun(await events());
    if (!found) throw new Error(`${id} has not begun`);
    return found;
  };
  return {
    id,
    folder,
    view,
    until: async (driven, test) => {
      await driven.until('an event in its journal', async () => (await events()).some(test) || undefined);
    },
    ended: () =>
      waitFor(
        async () => {
          const now = await view();
          return now.ended === undefined ? undefined : now;
        },
        { timeoutMs: 90_000, everyMs: 20, what: `${id} to end` },
      ),
  };
}

export async function openSmallRuns(...cluster: Parameters<typeof openSmallCluster>): Promise<SmallRuns> {
  const small = await openSmallCluster(...cluster);
  const { endpoint } = memberNamed(small.cluster.inventory, 'm1');
  const { folder, environment } = await makeService(small);
  const service = processService(thisMachine, folder);
  await service.start();
  const driving: Driven[] = [];
  const schemas = knownSchemas();
  const url = `http://127.0.0.1:${endpoint.port}/`;
  const runs: SmallRuns = {
    small,
    begin: async (body, source, changed = (plan) => plan) => {
      const made = await small.plan([{ id: 'second', body }]);
      const plan = changed(
        aroundService(source === undefined ? made : provenBeyond(made, source), environment),
      );
      const record = await runJournal().create(plan);
      await keepRunFacts(record, small.cluster);
      const by = { run: record.name, id: record.id, what: 'run', who: 'a test', why: 'to begin it' } as const;
      const lock = await small.cluster.lock.hold(by);
      const claim = await record.claim('a test');
      await record.append(simulatedStart(plan));
      await schemas.lend(body, record.folder);
      await claim.release();
      await lock.free();
      return runNamed(record.name, record.folder);
    },
    drive: (words, by = []) => {
      const driven = startDriven([...by, join(root, 'bin/baiup'), ...words, '--cluster', small.cluster.file]);
      driving.push(driven);
      return driven;
    },
    killedWhileMigrating: async (body) => {
      const run = await runs.begin(body);
      const migration = await small.lockMigration();
      const driven = runs.drive(['resume', run.id]);
      await migration.waits(driven);
      driven.process.kill('SIGKILL');
      await driven.ended;
      await migration.release();
      return run;
    },
    serving: async () => {
      const answer = await fetch(url).catch(() => undefined);
      return ((await answer?.json()) as { manager?: string } | undefined)?.manager;
    },
    reset: async () => {
      await schemas.learn();
      await small.releaseAll();
      for (const each of driving.splice(0)) each.process.kill('SIGKILL');
      await (await small.cluster.lock.find())?.remove();
      await service.stop('SIGTERM', { timeoutMs: 5000 });
      await service.switchEnvironment(environment(releases.old), environment(releases.old));
      await small.sql(
        "UPDATE things SET name = 'thing ' || id; UPDATE alembic_version SET version_num = 'first'",
      );
      await service.start();
    },
    close: async () => {
      await service.stop('SIGTERM', { timeoutMs: 5000 });
      await small.close();
    },
  };
  return runs;
}
