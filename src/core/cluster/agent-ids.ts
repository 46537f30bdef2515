import { parse } from 'smol-toml';
import { z } from 'zod';
import type { Member } from './inventory.ts';

const entries = z.object({ agents: z.array(z.object({ agent: z.object({ id: z.string().min(1) }) })) });

/**
 * The ids of the agents that an agent's process has: one for each entry of `[[agents]]` in its configuration, which
 * releases from 25.17 on take; else the one of cluster.yaml. None for other components.
 * Source: `AgentOverrideConfig` in ai/backend/agent/config/unified.py.
 */
export function agentIds({ agent }: Pick<Member, 'agent'>, text: string | undefined): readonly string[] {
  if (!agent) return [];
  const found = entries.safeParse(parsed(text ?? ''));
  const ids = found.success ? found.data.agents.map((each) => each.agent.id) : [];
  return ids.length > 0 ? [...new Set(ids)] : [agent.id];
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    // That it cannot be read is a finding of a check.
    return {};
  }
}
