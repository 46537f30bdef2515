import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labDown } from '../../scripts/lab/down.ts';
import type { Lab } from '../../scripts/lab/record.ts';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import { onHost } from '../../scripts/lab/ssh.ts';
import { labUp } from '../../scripts/lab/up.ts';
import type { CheckInput } from '../../src/app/checks/check.ts';
import { runChecks } from '../../src/app/checks/index.ts';
import { checkInput } from '../../src/app/checks/judge.ts';
import { proposeFix } from '../../src/app/checks/propose-fix.ts';
import { observe } from '../../src/app/discovery/observe.ts';
import { simulatedReaders } from '../../src/app/discovery/simulated-readers.ts';
import { noStrangers } from '../../src/app/steps/no-strangers.ts';
import { carryOutFixes } from '../../src/app/wiring/carry-out-fix.ts';
import { clusterHosts } from '../../src/app/wiring/cluster-hosts.ts';
import type { Cluster } from '../../src/app/wiring/open-cluster.ts';
import { serviceOf } from '../../src/app/wiring/service-of.ts';
import { whyNoRoot } from '../../src/app/wiring/why-no-root.ts';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { memberNamed } from '../../src/core/cluster/member-named.ts';
import { simulatedInventory, simulatedMember } from '../../src/core/cluster/simulated-cluster.ts';
import { labName } from '../lab/lab-name.ts';

/** A unit of an agent as some sites have it, what starts it again, and HAProxy in front of it. */
const units: Readonly<Record<string, string>> = {
  'backendai-agent.service':
    '[Unit]\nRequires=backendai-watcher.service\n[Service]\nUser=bai\nExecStart=/srv/run-agent.sh\nTimeoutStopSec=2\n[Install]\nWantedBy=multi-user.target\n',
  'backendai-watcher.service': '[Service]\nExecStart=/srv/run-watcher.sh\n',
  'nightly.service': '[Service]\nType=oneshot\nExecStart=/bin/systemctl restart backendai-agent.service\n',
  'nightly.timer': '[Timer]\nOnCalendar=*-*-* 05:00:00\n',
};
const layOut = `
mkdir -p /srv/env/bin /srv/full /srv/ai/backend/agent && touch /srv/agent.toml
for each in server watcher; do echo 'import time; time.sleep(1e6)' > /srv/ai/backend/agent/$each.py; done
printf '#! /bin/sh\\ncd /srv && exec python3 -m ai.backend.agent.server\\n' > /srv/run-agent.sh
printf '#! /bin/sh\\ncd /srv && exec python3 -m ai.backend.agent.watcher\\n' > /srv/run-watcher.sh
chmod 755 /srv/run-agent.sh && chmod 700 /srv/run-watcher.sh
mkdir -p /etc/haproxy && printf 'listen agents\\n bind *:7000\\n server one 127.0.0.1:6001\\n' > /etc/haproxy/haproxy.cfg
mount -t tmpfs -o size=1m tmpfs /srv/full
mkdir -p /srv/full/env/bin
systemctl daemon-reload
systemctl start backendai-agent nightly.timer
echo '# changed' >> /etc/systemd/system/backendai-agent.service`;
const obstacle = await labObstacle();
const name = labName('checks');
const hop = [{ from: '24.03.10', to: '24.03.11' }];

describe.skipIf(obstacle !== undefined)(
  `checks of real hosts${obstacle === undefined ? '' : ` [left out: ${obstacle}]`}`,
  () => {
    let lab: Lab;
    let inventory: Inventory;
    let named: ReturnType<typeof clusterHosts>['named'];
    const root = (line: string) => onHost(lab, 'h1', line);

    beforeAll(async () => {
      await labDown(name);
      lab = await labUp({ name, shape: 'single', version: '24.03.10' });
      const member = (id: string, host: string, environment: string) => ({
        ...simulatedMember(id, 'agent', 6001),
        host,
        config: '/srv/agent.toml',
        service: { kind: 'systemd' as const, unit: 'backendai-agent', environment },
      });
      const members = [
        member('a1', 'h1', '/srv/env'),
        member('a2', 'away', '/srv/env'),
        member('a3', 'plain', '/srv/full/env'),
      ];
      inventory = {
        ...simulatedInventory(members),
        // The same host once more, where cluster.yaml does not let us be root; and one where nothing listens.
        hosts: {
          h1: { ssh: 'h1' },
          away: { ssh: 'bai@127.0.0.1', port: 1 },
          plain: { ssh: 'h1', sudo: false },
        },
        ssh: { config: lab.layout.sshConfig },
      };
      ({ named } = clusterHosts(inventory));
      for (const [file, text] of Object.entries(units))
        await onHost(lab, 'h1', `cat > /etc/systemd/system/${file}`, { input: text });
      await root(layOut);
      await named('h1').launch({
        argv: ['python3', '-m', 'ai.backend.agent.server'],
        ...{ cwd: '/srv', env: {}, log: '/tmp/agent.log' },
      });
    }, 900_000);

    afterAll(() => labDown(name));

    /** What is found; our own clock goes wrong by so many seconds. */
    async function found(hops: CheckInput['hops'], wrongBy = 0): Promise<CheckInput> {
      const readers = simulatedReaders('running', {
        inventory,
        host: named,
        asRoot: (host) => named(host).asRoot(),
        noRoot: (host) => whyNoRoot(named(host)),
        now: () => Date.now() - wrongBy * 1000,
        service: (id) =>
          serviceOf(named(memberNamed(inventory, id).host), memberNamed(inventory, id), inventory.components),
        strangers: noStrangers,
        askMember: async () => ({ version: undefined, healthy: false, trouble: 'it is none' }),
      });
      return checkInput(inventory, await observe(readers), { hops, windows: 'each' });
    }
    const told = (input: CheckInput) =>
      runChecks(input)
        .filter(({ code }) => /^(host|service|balancer)\./.test(code))
        .map(({ code, severity, subject, summary }) => `${severity} ${code} ${subject}: ${summary}`)
        .sort();

    it('name what is wrong on each, also where another does not answer', async () => {
      const unit = 'backendai-agent.service on h1';
      expect(told(await found(hop, 100))).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^blocker host\.unreachable away: away .* nothing is known of a2 on it$/),
          expect.stringMatching(
            /^blocker host\.no-root plain: .*sudo: false; .* backendai-agent there as root$/,
          ),
          expect.stringMatching(
            /^blocker host\.no-room plain: 1 new environment takes up to 450 MB, and [12] MB are free/,
          ),
          expect.stringMatching(/^blocker service\.manual h1 \d+: process \d+ on h1 is a program \(agent\)/),
          expect.stringMatching(
            /^info balancer\.in-front h1: HAProxy on h1 \(port 7000\) stands in front of a1: while/,
          ),
          expect.stringMatching(
            /^info service\.starters a1: .*backendai-watcher\.service \(watches it, and may start it\)/,
          ),
          expect.stringMatching(/^info service\.starters a1: .*nightly\.timer \(triggers nightly\.service\)/),
          `info service.stop-signal a1: systemd stops ${unit} by SIGTERM, by which an agent ends all its sessions; baiup itself stops it by SIGINT`,
          expect.stringMatching(/^info service\.stop-time a1: systemd kills .* 2 s after/),
          expect.stringMatching(
            /^warning host\.clock this machine: the clock of this machine is 100 s behind/,
          ),
          `warning service.not-enabled a1: ${unit} is not enabled: it does not start when the host does`,
          expect.stringMatching(
            /^warning service\.outdated a1: files of backendai-agent\.service on h1 were changed/,
          ),
        ]),
      );
    });

    it('say nothing any more of what was fixed', async () => {
      // The host that is there twice is there once: the other name may not be root.
      inventory = { ...inventory, components: inventory.components.filter(({ id }) => id === 'a1') };
      const before = await found([]);
      const codes = ['service.not-enabled', 'service.stop-signal', 'service.outdated'];
      const lock = {
        turn: undefined,
        lost: () => undefined,
        look: async () => undefined,
        free: async () => undefined,
      };
      const cluster = {
        lock: { hold: async () => lock },
        stepContext: () => ({ host: named }),
      } as unknown as Cluster;
      await carryOutFixes(
        cluster,
        codes.map((code) => proposeFix({ code, value: undefined }, before)),
      );
      const after = told(await found([]));
      expect(after.filter((each) => codes.some((code) => each.includes(` ${code} `)))).toEqual([]);
      expect((await root('systemctl show backendai-agent -p KillSignal,UnitFileState')).stdout).toBe(
        'KillSignal=2\nUnitFileState=enabled\n',
      );
    });
  },
);
