import { labDown } from '../../scripts/lab/down.ts';
import { booted, endHost } from '../../scripts/lab/machine.ts';
import { addressOf, type Lab } from '../../scripts/lab/record.ts';
import { onHost } from '../../scripts/lab/ssh.ts';
import { labUp } from '../../scripts/lab/up.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { labName } from '../lab/lab-name.ts';
import type { Driven } from './driven.ts';
import { before, begin, layOut, port, program, units, withMembers } from './lab-unit.ts';
import { type Held, waitsForTest } from './small-cluster.ts';
import { openSmallRuns, type SmallRun, type SmallRuns } from './small-run.ts';

export const waitingRevision = `${waitsForTest}\n    op.execute("UPDATE things SET name = upper(name)")`;

/** Runs over two hosts of a lab with a unit each, `h1` and `h2`, and a manager on this machine. */
export interface LabRuns {
  readonly lab: Lab;
  readonly runs: SmallRuns;
  /** A line of sh, as root. */
  root(host: string, line: string): ReturnType<typeof onHost>;
  powerCut(host: string): Promise<void>;
  powerOn(host: string): Promise<void>;
  /** What a host's unit answers; undefined where nothing does. */
  serving(host: string): Promise<string | undefined>;
  /** What the manager and both units answer. */
  all(): Promise<(string | undefined)[]>;
  /** Which releases a host's unit has started from since the beginning. */
  starts(host: string): Promise<readonly string[]>;
  /** Begins a run, and waits until it waits in its migration, with everything stopped. */
  inTheMiddle(): Promise<{ readonly run: SmallRun; readonly driven: Driven; readonly held: Held }>;
  /** How a baiup of these words ends. */
  drive(...words: string[]): ReturnType<typeof saidOf>;
  /** Both hosts, at their beginning. */
  begin(): Promise<void>;
  close(): Promise<void>;
}

/** How it ended; what it said where that is not well. */
export async function saidOf(driven: Driven) {
  const { exit, stdout, stderr } = await driven.ended;
  return { exit, said: exit === 0 ? '' : `${stdout}\n${stderr}` };
}

/**
 * @param tests whose lab it is
 * @param sshConfig how SSH reaches the hosts, where not as the lab says
 */
export async function openLabRuns(
  tests: string,
  sshConfig: (lab: Lab) => Promise<string> = async ({ layout }) => layout.sshConfig,
): Promise<LabRuns> {
  const variables = { ...process.env };
  const name = labName(tests);
  await labDown(name);
  const lab = await labUp({ name, shape: 'pair', version: before });
  const root = (host: string, line: string) => onHost(lab, host, line);
  for (const { name: host } of lab.hosts) {
    await onHost(lab, host, 'mkdir -p /srv/app; cat > /srv/app/program.py', { input: program });
    for (const [file, input] of Object.entries(units))
      await onHost(lab, host, `cat > /etc/systemd/system/${file}`, { input });
    await root(host, layOut);
  }
  const members = ['1', '2'].map((number) => ({
    ...{ id: `w${number}`, component: 'webserver', host: `h${number}`, config: '/srv/app/none.toml' },
    service: { kind: 'systemd', unit: 'app', environment: '/srv/app/.venv' },
    ...{ workdir: '/srv/app', endpoint: { host: '127.0.0.1', port } },
  }));
  const hosts = { here: { transport: 'local' }, h1: { ssh: 'h1' }, h2: { ssh: 'h2' } };
  const ssh = { config: await sshConfig(lab), lostAfter: 30 };
  const runs = await openSmallRuns({ hosts, ssh }, members);

  const hostNamed = (host: string) => lab.hosts.find((each) => each.name === host) as Lab['hosts'][number];
  const powerOn = (host: string) => booted(lab, hostNamed(host), []);
  const serving = async (host: string): Promise<string | undefined> => {
    const url = `http://${addressOf(lab.record, hostNamed(host))}:${port}/`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(3000) }).catch(() => undefined);
    return ((await answer?.json()) as { version?: string } | undefined)?.version;
  };
  return {
    lab,
    runs,
    ...{ root, powerOn, serving },
    powerCut: (host) => endHost(lab, hostNamed(host)),
    all: async () => [await runs.serving(), await serving('h1'), await serving('h2')],
    starts: async (host) => (await root(host, 'cat /srv/app/starts')).stdout.trim().split('\n'),
    inTheMiddle: async () => {
      const held = await runs.small.lockMigration();
      const run = await runs.begin(waitingRevision, undefined, withMembers);
      const driven = runs.drive(['resume', run.id]);
      await held.waits(driven);
      return { run, driven, held };
    },
    drive: (...words) => saidOf(runs.drive(words)),
    begin: async () => {
      for (const { name: host } of lab.hosts) {
        await powerOn(host);
        await root(host, begin);
        const isThere = async () => (await serving(host)) === before || undefined;
        await waitFor(isThere, { timeoutMs: 30_000, what: `the unit on ${host}` });
      }
    },
    close: async () => {
      await runs.close();
      for (const each of ['BAIUP_HOME', 'XDG_STATE_HOME']) {
        if (variables[each] === undefined) delete process.env[each];
        else process.env[each] = variables[each];
      }
      await labDown(name);
    },
  };
}
