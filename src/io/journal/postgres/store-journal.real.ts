import { ownStore } from '../../../../tests/real/own-store.ts';
import { journalContract } from '../contract.ts';

const own = ownStore('store');

journalContract('PostgreSQL', async () => ({
  open: own().open,
  crash: async () => {
    await own().sql(
      `UPDATE baiup.runs SET driver = jsonb_set(driver, '{process,ticks}', '1'), changed = pg_current_xact_id()
       WHERE driver IS NOT NULL`,
    );
  },
  lose: async (name, seq) => {
    await own().sql(
      'DELETE FROM baiup.events e USING baiup.runs r WHERE e.run = r.id AND r.called = $1 AND e.seq = $2',
      [name, seq],
    );
  },
}));
