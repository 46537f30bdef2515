import { proofResources } from '../../io/workloads/manager-api.ts';
import type { Check } from './check.ts';

const code = 'proof.no-room';

/** Bytes: what `mem` of the proof's session says. */
const memory = 256 * 2 ** 20;
const free = (slot: string): string =>
  `coalesce((a.available_slots->>'${slot}')::numeric, 0) - coalesce((a.occupied_slots->>'${slot}')::numeric, 0)`;

/** The proof of an upgrade is a session that starts: it waits in vain where every agent that it may run on is full. */
export const proofRoom: Check = {
  code,
  rows: {
    of: ['agents.available_slots', 'agents.occupied_slots', 'agents.scaling_group', 'agents.schedulable'],
    select: `SELECT a.scaling_group AS "group", count(*) AS agents FROM agents a
WHERE a.status::text = 'ALIVE' AND a.schedulable GROUP BY 1
HAVING NOT bool_or(${free('cpu')} >= 1 AND ${free('mem')} >= ${memory}) ORDER BY 1`,
  },
  find: ({ inventory, snapshot, hops }) => {
    const group = inventory.proof.scalingGroup;
    const full = snapshot.rows[code]?.first.find((row) => row['group'] === group);
    if (!full || hops.length === 0) return [];
    const { cpu, mem } = proofResources;
    return [
      {
        code,
        severity: 'warning',
        subject: `${group}`,
        summary: `no agent of resource group ${group} has ${cpu} cpu and ${mem} of memory free: the session that proves the upgrade cannot start`,
        hint: `end a session of resource group ${group}, or accept it because one will end: --accept ${code}; the run asks you once more before it stops anything`,
      },
    ];
  },
};
