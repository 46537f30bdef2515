import { expect, it } from 'vitest';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { diskRoom } from './disk-room.ts';

const database = { host: 'db', port: 5432, name: 'appproxy', user: 'x', password: 'x' };

/** A run of two outages; the coordinator's own database takes 2 of 10 GB. */
function said(tools: { cluster?: string; own?: string }, free: number, rooms: ClusterSnapshot['dumpRooms']) {
  const plain = simulatedInventory([]);
  const own = { ...database, ...(tools.own === undefined ? {} : { tools: tools.own }) };
  const inventory = {
    ...plain,
    components: [{ ...simulatedMember('c1', 'app-proxy-coordinator'), database: own }],
    database: { ...plain.database, ...(tools.cluster === undefined ? {} : { tools: tools.cluster }) },
  };
  const its = { member: 'c1', members: ['c1'], name: 'appproxy', state: 'there' as const };
  const ownDatabases = [
    { ...its, revisions: [], tables: 1, size: 2e9, mayCreate: true, restoreObstacles: [] },
  ];
  const snapshot = simulatedSnapshot({
    ownDatabases,
    space: { database: 10e9, free },
    dumpRooms: rooms ?? [],
  });
  const found = diskRoom.find({
    inventory,
    snapshot,
    hops: [],
    outages: 2,
    installedHead: '',
    proxyHead: '',
  });
  return found.map(({ subject, summary }) => `${subject}: ${summary.split(';')[0]}`);
}

const host = (name: string, free: number) => ({ host: name, free });

it('each disk has to hold the dumps that are kept on it', () => {
  expect(said({}, 30e9, [])).toEqual([]);
  expect(said({}, 20e9, [])).toEqual([
    expect.stringMatching(/^lab: a run with 4 dumps, and its way back, may write 24\d\d\d MB/),
  ]);
  expect(said({ cluster: 'd1', own: 'd2' }, 1e9, [host('d1', 20e9), host('d2', 5e9)])).toEqual([]);
});

it.each([
  [
    { cluster: 'd1', own: 'd2' },
    [host('d1', 19e9), host('d2', 5e9)],
    'd1: a run keeps 2 dumps on d1, of up to 19200 MB',
  ],
  [
    { cluster: 'd1', own: 'd2' },
    [host('d1', 20e9), host('d2', 4e9)],
    'd2: a run keeps 2 dumps on d2, of up to 4800 MB',
  ],
  [{ cluster: 'd1', own: 'd1' }, [host('d1', 20e9)], 'd1: a run keeps 4 dumps on d1, of up to 24000 MB'],
  [{ own: 'd2' }, [host('d2', 4e9)], 'd2: a run keeps 2 dumps on d2, of up to 4800 MB'],
])('a host whose disk is too small is told: %j', (tools, rooms, text) => {
  expect(said(tools, 30e9, rooms)).toEqual([text]);
});
