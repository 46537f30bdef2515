import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { labDown } from '../../scripts/lab/down.ts';
import { booted, endHost } from '../../scripts/lab/machine.ts';
import { addressOf, type Lab } from '../../scripts/lab/record.ts';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import { onHost } from '../../scripts/lab/ssh.ts';
import { labUp } from '../../scripts/lab/up.ts';
import type { Plan, PlannedStep } from '../../src/core/plan/plan.ts';
import { identified } from '../../src/core/plan/plan-id.ts';
import type { Driven } from './driven.ts';
import { waitsForTest } from './small-cluster.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';

const [before, after] = ['24.03.11', '24.09.4'];
const port = 8090;
const environment = (version: string): string => `/srv/app/app-${version}`;

/** A webserver as far as a run sees it, with a worker. Files beside it say how it behaves. */
const program = `
import http.server, json, os, signal, sys, threading, time
is_there = os.path.exists
version = os.path.realpath(sys.prefix).rsplit("-", 1)[-1]
if os.fork() == 0:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    main = os.getppid()
    while is_there("worker-survives") or os.getppid() == main:
        time.sleep(0.02)
    os._exit(0)
signal.signal(signal.SIGINT, lambda *_: os._exit(0))
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"version": version}).encode())
    def log_message(self, *_):
        pass
if is_there("dies") and version == "${after}":
    threading.Timer(5, lambda: os._exit(3)).start()
http.server.ThreadingHTTPServer(("0.0.0.0", ${port}), Answer).serve_forever()
`;

const units: Readonly<Record<string, string>> = {
  'app.service': `[Service]
ExecStart=/srv/app/.venv/bin/python -m program
WorkingDirectory=/srv/app
User=bai
KillMode=process
TimeoutStopSec=5
[Install]
WantedBy=multi-user.target
`,
  'app-restart.service': '[Service]\nType=oneshot\nExecStart=/bin/systemctl restart app.service\n',
  'app-restart.timer': '[Timer]\nOnActiveSec=2s\nAccuracySec=100ms\n',
};

const layOut = `
mkdir -p /srv/app/app-${before}/bin /srv/app/app-${after}/bin
for e in ${before} ${after}; do
  ln -sf /usr/bin/python3 /srv/app/app-$e/bin/python; echo home = /usr/bin > /srv/app/app-$e/pyvenv.cfg
done
ln -sfn app-${before} /srv/app/.venv
chown -R bai /srv/app; systemctl daemon-reload; systemctl enable --now app.service`;

const begin = `
systemctl stop app-restart.timer app.service; systemctl kill -s KILL app.service; systemctl reset-failed
rm -rf /run/systemd/system/app.service.d; cd /srv/app; rm -f dies worker-survives
ln -sfn app-${before} .venv; echo 'bai ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/bai
systemctl daemon-reload; systemctl start app.service`;

const good = `${waitsForTest}\n    op.execute("UPDATE things SET name = upper(name)")`;

/** The plan with the members of both hosts around it. */
function withMembers(plan: Plan): Plan {
  const steps = ['1', '2'].flatMap((number): PlannedStep[] => {
    const [member, hosts] = [`w${number}`, [`h${number}`]];
    const service = { member, component: 'webserver', signal: 'SIGINT', stopTimeoutMs: 5000 };
    const params = (version: string) => ({ ...service, startTimeoutMs: 15_000, version });
    const step = (id: string, kind: string, own: Record<string, unknown>, needs: readonly string[]) => ({
      ...{ id: `1.${id}-${member}`, kind, title: `${id}-${member}`, params: own, hosts, estimate: 1 },
      needs: needs.map((need) => `1.${need}`),
    });
    const switched = { member, component: 'webserver', from: environment(before), to: environment(after) };
    return [
      step('stop', 'service.stop', params(before), ['warm']),
      step('switch', 'service.switch', switched, ['migrate', `stop-${member}`]),
      step('start', 'service.start', params(after), ['migrate', `switch-${member}`]),
      step('prove', 'component.prove', { member, component: 'webserver', version: after }, [
        `start-${member}`,
        'census',
      ]),
    ];
  });
  const [hop] = plan.hops;
  const [phase] = hop?.phases ?? [];
  if (!hop || !phase) throw new Error('the plan has no hop');
  const needs = ['1.database', '1.etcd'];
  const own = phase.steps.map((each) =>
    needs.includes(each.id) ? { ...each, needs: [...each.needs, '1.stop-w1', '1.stop-w2'] } : each,
  );
  return identified({ ...plan, hops: [{ ...hop, phases: [{ ...phase, steps: [...own, ...steps] }] }] });
}

const obstacle = await labObstacle();
const name = 'test-faults';

vi.setConfig({ testTimeout: 180_000 });

describe.skipIf(obstacle !== undefined)(
  `faults of real hosts${obstacle === undefined ? '' : ` [left out: ${obstacle}]`}`,
  () => {
    const variables = { ...process.env };
    let lab: Lab;
    let runs: SmallRuns;
    const root = (host: string, line: string) => onHost(lab, host, line);
    const hostNamed = (host: string) => lab.hosts.find((each) => each.name === host) as Lab['hosts'][number];
    const powerCut = (host: string) => endHost(lab, hostNamed(host));
    const powerOn = (host: string) => booted(lab, hostNamed(host), []);
    const serving = async (host: string): Promise<string | undefined> => {
      const url = `http://${addressOf(lab.record, hostNamed(host))}:${port}/`;
      const answer = await fetch(url, { signal: AbortSignal.timeout(3000) }).catch(() => undefined);
      return ((await answer?.json()) as { version?: string } | undefined)?.version;
    };
    const all = async () => [await runs.serving(), await serving('h1'), await serving('h2')];
    /** A run that waits in its migration, with everything stopped. */
    const inTheMiddle = async (revision: string) => {
      const held = await runs.small.lockMigration();
      const run = await runs.begin(revision, undefined, withMembers);
      const driven = runs.drive(['resume', run.id]);
      await held.waits(driven);
      return { run, driven, held };
    };
    const drive = (...words: string[]) => saidOf(runs.drive(words));

    beforeAll(async () => {
      await labDown(name);
      lab = await labUp({ name, shape: 'pair', version: before });
      for (const { name: host } of lab.hosts) {
        await onHost(lab, host, 'mkdir -p /srv/app; cat > /srv/app/program.py', { input: program });
        for (const [file, input] of Object.entries(units))
          await onHost(lab, host, `cat > /etc/systemd/system/${file}`, { input });
        await root(host, layOut);
      }
      const bySsh = { h1: { ssh: 'h1' }, h2: { ssh: 'h2' } };
      const ssh = { config: lab.layout.sshConfig, lostAfter: 10 };
      const members = ['1', '2'].map((number) => ({
        ...{ id: `w${number}`, component: 'webserver', host: `h${number}`, config: '/srv/app/none.toml' },
        service: { kind: 'systemd', unit: 'app', environment: '/srv/app/.venv' },
        ...{ workdir: '/srv/app', endpoint: { host: '127.0.0.1', port } },
      }));
      runs = await openSmallRuns({ hosts: { here: { transport: 'local' }, ...bySsh }, ssh }, members);
    }, 900_000);

    beforeEach(async () => {
      for (const { name: host } of lab.hosts) {
        await powerOn(host);
        await root(host, begin);
      }
    });
    afterEach(() => runs.reset());

    afterAll(async () => {
      await runs?.close();
      for (const each of ['BAIUP_HOME', 'XDG_STATE_HOME']) {
        if (variables[each] === undefined) delete process.env[each];
        else process.env[each] = variables[each];
      }
      await labDown(name);
    });

    it('without a fault, goes there and back', async () => {
      const { run, driven, held } = await inTheMiddle(good);
      await held.release();
      expect(await saidOf(driven)).toEqual({ exit: 0, said: '' });
      expect(await all()).toEqual([after, after, after]);
      expect(await drive('rollback', run.id, '--yes')).toEqual({ exit: 0, said: '' });
      expect(await all()).toEqual([before, before, before]);
    });

    it('a host that dies after its stop and comes back: what came up with it is turned with the others', async () => {
      const { driven, held } = await inTheMiddle(good);
      await powerCut('h1');
      await powerOn('h1');
      await held.release();
      expect(await saidOf(driven)).toEqual({ exit: 0, said: '' });
      expect(await all()).toEqual([after, after, after]);
    });

    it('a host that dies after its stop and stays away: all others are back and serve, and the report names it', async () => {
      const { run, driven, held } = await inTheMiddle(good);
      await powerCut('h1');
      await held.release();
      const { exit, stdout } = await driven.ended;
      expect(exit).toBe(1);
      expect(stdout).toMatch(/w1 +webserver w1 does not run 24\.03\.11/);
      expect(stdout).not.toMatch(/w2 +webserver/);
      expect(stdout).toContain('h1 has not come back');
      expect(await all()).toEqual([before, undefined, before]);
      await powerOn('h1');
      expect(await drive('rollback', run.id, '--yes')).toEqual({ exit: 0, said: '' });
      expect(await all()).toEqual([before, before, before]);
    });

    it('sudo that is refused in the middle: all others are back and serve, and the report names the host', async () => {
      const { run, driven, held } = await inTheMiddle(good);
      await root('h1', 'rm /etc/sudoers.d/bai');
      await root('h1', 'pkill -KILL -u root -x python3 || true');
      await held.release();
      const { exit, stdout, stderr } = await driven.ended;
      expect(exit).toBe(1);
      expect(stdout + stderr).toContain('baiup may not be root on h1');
      expect(stdout).not.toMatch(/w2 +webserver/);
      expect([await runs.serving(), await serving('h2')]).toEqual([before, before]);
      await root('h1', "echo 'bai ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/bai");
      expect(await drive('rollback', run.id, '--yes')).toEqual({ exit: 0, said: '' });
      expect(await all()).toEqual([before, before, before]);
    });

    it('a unit that starts and ends after five seconds: all goes back, and its name is said', async () => {
      await root('h1', 'touch /srv/app/dies');
      const { driven, held } = await inTheMiddle(good);
      await held.release();
      const { exit, stdout } = await driven.ended;
      expect({
        exit,
        names: /w1 cannot answer as 24\.09\.4: the process of w1 has ended/.test(stdout),
      }).toEqual({ exit: 1, names: true });
      expect(await all()).toEqual([before, before, before]);
    });

    it('a worker that outlives its main process, and a timer that starts it: neither is there in the middle', async () => {
      await root('h1', 'touch /srv/app/worker-survives');
      await root('h2', 'systemctl start app-restart.timer');
      const { driven, held } = await inTheMiddle(good);
      expect([await serving('h1'), await serving('h2')]).toEqual([undefined, undefined]);
      expect((await root('h1', 'pgrep -u bai -f program || true')).stdout).toBe('');
      await root('h1', 'rm /srv/app/worker-survives');
      await held.release();
      expect(await saidOf(driven)).toEqual({ exit: 0, said: '' });
      expect(await all()).toEqual([after, after, after]);
      expect((await root('h2', 'systemctl is-active app-restart.timer')).stdout).toBe('active\n');
    });
  },
);

/** How it ended; what it said where that is not well. */
async function saidOf(driven: Driven) {
  const { exit, stdout, stderr } = await driven.ended;
  return { exit, said: exit === 0 ? '' : `${stdout}\n${stderr}` };
}
