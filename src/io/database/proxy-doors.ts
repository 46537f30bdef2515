import type { Database } from './database.ts';

/** Where the managers find the proxy of a resource group, and what they show it. The token is a secret. */
export interface ProxyDoor {
  readonly group: string;
  readonly address: string;
  readonly token: string | null;
}

/** The resource groups that have a proxy, by name; none in a release without the columns. */
export function readProxyDoors(database: Database): Promise<ProxyDoor[]> {
  return database.query<{ group: string; address: string; token: string | null }>(
    `SELECT name AS group, to_jsonb(s)->>'wsproxy_addr' AS address, to_jsonb(s)->>'wsproxy_api_token' AS token
     FROM scaling_groups s WHERE coalesce(to_jsonb(s)->>'wsproxy_addr', '') <> '' ORDER BY name`,
  );
}

/** Gives each resource group its proxy, all or none. */
export async function writeProxyDoors(database: Database, doors: readonly ProxyDoor[]): Promise<void> {
  await database.query(
    `UPDATE scaling_groups s SET wsproxy_addr = d.address, wsproxy_api_token = d.token
     FROM jsonb_to_recordset($1::jsonb) AS d("group" text, address text, token text) WHERE s.name = d."group"`,
    [JSON.stringify(doors)],
  );
}
