import { expect, it } from 'vitest';
import { refuseFilesElsewhere } from './refuse-files-elsewhere.ts';

const run = { name: 'r-1', folder: '/here/runs/b0a1' };

it('a run is not gone on with where its way back lies on another machine', async () => {
  await refuseFilesElsewhere({ ...run, missingFiles: async () => undefined });
  const missing = { host: 'desk', folder: '/there/runs/b0a1', names: ['hop-1.database.dump'] };
  await expect(refuseFilesElsewhere({ ...run, missingFiles: async () => missing })).rejects.toMatchObject({
    code: 'run.files-elsewhere',
    exit: 2,
    message: expect.stringContaining('lies on desk in /there/runs/b0a1 (hop-1.database.dump)'),
    hint: expect.stringContaining('scp -rp desk:/there/runs/b0a1/. /here/runs/b0a1/'),
  });
});
