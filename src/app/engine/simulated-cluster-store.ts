import { readFile } from 'node:fs/promises';
import { simulatedWindows } from '../../io/configstore/simulated-windows.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import type { ContextConfigStore } from '../steps/context-config-store.ts';
import type { SimulatedCluster } from './simulated-cluster.ts';
import type { SimulatedProcess } from './simulated-process.ts';

type Life = Pick<SimulatedProcess, 'instant'>;

/** The etcd of a simulated cluster, through a process that may die. */
export function simulatedClusterStore(cluster: SimulatedCluster, life: Life): ContextConfigStore {
  return {
    capture: async (file) => {
      await life.instant();
      cluster.reach('etcd');
      cluster.quiet('captured etcd');
      const { etcd, announcement } = cluster;
      await writeFileAtomic(file, JSON.stringify({ etcd, announcement }));
      return { size: 0, sha256: '', keys: 2 };
    },
    restore: async (file) => {
      const kept = JSON.parse(await readFile(file, 'utf8'));
      await life.instant();
      cluster.reach('etcd');
      cluster.quiet('restored etcd');
      cluster.etcd = {};
      await life.instant();
      cluster.etcd = kept.etcd;
      cluster.announcement = kept.announcement;
      cluster.log.push('restore etcd');
    },
    captured: async () => [],
    registries: async () => [],
    slots: async () => [],
    announcement: async () => {
      await life.instant();
      return cluster.announcement;
    },
    announce: async (announcement) => {
      await life.instant();
      cluster.announcement = announcement;
      await life.instant();
    },
    windows: simulatedWindows(),
    managerStatus: async () => {
      await life.instant();
      cluster.reach('etcd');
      return cluster.etcd['manager/status'];
    },
    setManagerStatus: async (status) => {
      await life.instant();
      cluster.reach('etcd');
      cluster.etcd['manager/status'] = status;
      await life.instant();
    },
    pairs: async () => {
      await life.instant();
      cluster.reach('etcd');
      return [...cluster.registered].map((key) => ({ key, value: 'up' }));
    },
    putPairs: async (pairs) => {
      await life.instant();
      cluster.reach('etcd');
      for (const { key } of pairs) cluster.registered.add(key);
      await life.instant();
    },
    keys: async () => [],
    move: async () => [],
  };
}
