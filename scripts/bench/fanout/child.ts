import { clusterHosts } from '../../../src/app/wiring/cluster-hosts.ts';
import type { DeclaredHost } from '../../../src/core/cluster/inventory.ts';
import { tasks } from './tasks.ts';

/** Two phases on hosts, as a run does them, in a process of its own; a line is printed where one begins and at the end. */
const hosts = JSON.parse(process.argv[2] ?? '{}') as Record<string, DeclaredHost>;
const config = process.argv[3] ?? '';
const { inTurn } = clusterHosts({ cluster: 'bench', hosts, ssh: { config }, components: [] });
const named = inTurn({ run: 'bench', number: 1, series: 'bench' });

async function phase(): Promise<void> {
  console.log('PLAY');
  const onHost = async (name: string): Promise<void> => {
    for (const argv of tasks) await named(name).run({ argv, timeoutMs: 120_000 });
  };
  await Promise.all(Object.keys(hosts).map(onHost));
}

await phase();
await phase();
console.log('PLAY RECAP');
