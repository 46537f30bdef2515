import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { labDown } from '../../scripts/lab/down.ts';
import type { Lab } from '../../scripts/lab/record.ts';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import { onHost } from '../../scripts/lab/ssh.ts';
import { labUp } from '../../scripts/lab/up.ts';
import { clusterHosts } from '../../src/app/wiring/cluster-hosts.ts';
import { etcdStore } from '../../src/io/configstore/etcd-store.ts';
import { withDatabase } from '../../src/io/database/database.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { startScratchServersOn } from '../../src/io/services/scratch-servers-on.ts';
import { labName } from '../lab/lab-name.ts';

const obstacle = await labObstacle();
const name = labName('scratch');
const folder = '/home/bai/scratch';

vi.setConfig({ testTimeout: 120_000 });

describe.skipIf(obstacle !== undefined)(
  `scratch servers on a real host${obstacle === undefined ? '' : ` [left out: ${obstacle}]`}`,
  () => {
    let lab: Lab;
    let named: ReturnType<typeof clusterHosts>['named'];
    beforeAll(async () => {
      await labDown(name);
      lab = await labUp({ name, shape: 'pair', version: '24.03.10' });
      const hosts = { h1: { ssh: 'h1' }, h2: { ssh: 'h2' } };
      const ssh = { config: lab.layout.sshConfig };
      ({ named } = clusterHosts({ cluster: 'lab', hosts, ssh, components: [] }));
    }, 600_000);
    afterAll(() => labDown(name), 120_000);

    it('answer there, here, and where they are lent; and end with a word', async () => {
      const undos: (() => Promise<void>)[] = [];
      const servers = await startScratchServersOn(named('h1'), folder, {
        major: 1,
        signal: AbortSignal.timeout(60_000),
        atEnd: (undo) => void undos.push(undo),
      });
      const { port, user, password, data } = servers.postgres;
      const loopback = { host: '127.0.0.1', port };
      await servers.createDatabase('copy');
      const rows = await withDatabase({ ...loopback, name: 'copy', user, password }, ({ query }) =>
        query("SELECT current_setting('data_directory') AS folder"),
      );
      expect(rows).toEqual([{ folder: data }]);
      const store = etcdStore({ host: '127.0.0.1', port: servers.etcd.port, namespace: 'copy' });
      await store.put('there', 'yes');
      expect((await store.snapshotNamespace()).keys).toMatchObject([expect.anything()]);
      expect(await named('h2').accepts(loopback, 2_000)).toBe(false);
      const lent = await named('h2').lendPort(port);
      expect(await named('h2').accepts(loopback, 5_000)).toBe(true);
      lent.takeBack();
      expect(await servers.trouble()).toBeUndefined();
      for (const undo of undos) await undo();
      expect(await servers.trouble()).toMatch(/^PostgreSQL ended in the middle: /);
      expect(await thisMachine.accepts(loopback, 1_000)).toBe(false);
      const { stdout } = await onHost(lab, 'h1', `pgrep -f ${folder}/[pe] || true`);
      expect(stdout).toBe('');
    });
  },
);
