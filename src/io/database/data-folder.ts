import { type DatabaseAddress, withDatabase } from './database.ts';

/** Where a server keeps its data, on its own machine; undefined where the role may not know. */
export async function readDataFolder(address: DatabaseAddress): Promise<string | undefined> {
  try {
    const [row] = await withDatabase(address, (database) =>
      database.query<{ folder: string }>("SELECT current_setting('data_directory') AS folder"),
    );
    return row?.folder;
  } catch {
    return undefined;
  }
}
