import type { AgentGroup } from '../../core/catalog/rules/key-move.ts';
import type { Database } from './database.ts';

/** Every agent that is known and not gone for good, with its resource group. */
export function readAgentGroups(database: Database): Promise<AgentGroup[]> {
  return database.query<{ agent: string; group: string }>(
    `SELECT id AS agent, to_jsonb(a)->>'scaling_group' AS group FROM agents a
     WHERE status::text <> 'TERMINATED' AND coalesce(to_jsonb(a)->>'scaling_group', '') <> '' ORDER BY id`,
  );
}
