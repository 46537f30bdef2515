import { onFullDisk } from './full-disk.ts';

/** The other moments at which a disk fills up. */
onFullDisk({
  ends: ['stop-m1', 'start-m1'],
  goesBack: ['stop-m1'],
  takesAll: [['rollback', 'rolled-back', '24.03.11']],
});
