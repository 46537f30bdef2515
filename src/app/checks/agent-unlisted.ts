import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';

const code = 'agent.unlisted';

/** "tcp://10.0.0.7:6001" → "10.0.0.7" */
const hostIn = (address: string): string => address.replace(/^\w+:\/\//, '').replace(/:\d+$/, '');

/** An agent that the managers know and nobody named keeps its release while its managers get another. */
export const agentUnlisted: Check = {
  code,
  find: ({ inventory, snapshot }) => {
    const agents = inventory.components.filter(({ component }) => component === 'agent');
    const several = new Map(snapshot.components.map(({ id, agents: ids }) => [id, ids]));
    const listed = new Set(agents.flatMap(({ id, agent }) => several.get(id) ?? (agent ? [agent.id] : [])));
    const others = snapshot.agentGroups.filter(
      ({ agent, address }) => address !== undefined && !listed.has(agent),
    );
    if (others.length === 0) return [];
    const named = others.map(
      ({ agent, address = '' }) => `${agent} at ${hostIn(address) || 'an unknown address'}`,
    );
    const hosts = [...new Set(others.flatMap(({ address = '' }) => hostIn(address) || []))];
    const are = others.length === 1 ? '1 agent serves' : `${others.length} agents serve`;
    return [
      {
        code,
        severity: 'warning',
        subject: snapshot.cluster,
        summary: `${are} that cluster.yaml does not name: ${shortList(named)}; no upgrade would bring them along`,
        hint: `baiup init --host ${hosts[0] ?? 'HOST'} adds what it finds there; or stop them, or accept it: --accept ${code}`,
        source: "vendor's page: retain a single version across every part of the cluster",
      },
    ];
  },
};
