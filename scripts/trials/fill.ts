// Fills a sandbox's database with rows of ours, to try upgrades at size: `npm run trials:fill -- --cluster FILE`.
import { resolve, sep } from 'node:path';
import { loadInventory } from '../../src/app/discovery/load-inventory.ts';
import { resolveSecret } from '../../src/app/discovery/resolve-secret.ts';
import { withDatabase } from '../../src/io/database/database.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { stateHome } from '../../src/lib/state-home.ts';
import { scriptWords } from '../lib/script-words.ts';
import { insertRows } from './insert-rows.ts';
import { trialRows } from './rows.ts';

const usage =
  'npm run trials:fill -- --cluster SANDBOX/cluster.yaml [--sessions 1000000] [--users 50000] [--folders 100000]';

const { values, refuse } = scriptWords(usage, {
  options: {
    cluster: { type: 'string' },
    sessions: { type: 'string', default: '1000000' },
    users: { type: 'string', default: '50000' },
    folders: { type: 'string', default: '100000' },
  },
});
function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  return refuse(`--${name} ${text} is no number of rows`);
}

const file = values.cluster === undefined ? refuse('name a sandbox') : resolve(values.cluster);
const sandboxes = `${resolve(stateHome(), 'sandboxes')}${sep}`;
if (!file.startsWith(sandboxes)) {
  refuse(`${file} is no sandbox's: only databases below ${sandboxes} are filled`);
}

const amounts = {
  sessions: positive('sessions', values.sessions),
  users: positive('users', values.users),
  folders: positive('folders', values.folders),
};
const { inventory } = await loadInventory(file);
const { host, port, name, user, password } = inventory.database;
const address = {
  host,
  port,
  name,
  user,
  password: await resolveSecret('database.password', password, () => thisMachine),
};

await withDatabase(
  address,
  async (database) => {
    for (const rows of trialRows(amounts)) {
      const began = performance.now();
      const say = (done: number): void => {
        const seconds = Math.round((performance.now() - began) / 1000);
        process.stdout.write(`\r${rows.table.padEnd(26)} ${done} of ${rows.count} rows, ${seconds} s `);
      };
      await insertRows(database, rows, say);
      process.stdout.write('\n');
    }
    await database.query(
      'UPDATE users u SET main_access_key = k.access_key FROM keypairs k WHERE k."user" = u.uuid AND u.main_access_key IS NULL',
    );
    await database.query('ANALYZE');
    const [size] = await database.query<{ bytes: string }>(
      'SELECT pg_database_size(current_database())::text AS bytes',
    );
    process.stdout.write(`the database takes ${Math.round(Number(size?.bytes) / 1e6)} MB\n`);
  },
  { queryTimeoutMs: 600_000 },
);
