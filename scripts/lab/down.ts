import { isThere } from '../../src/lib/is-there.ts';
import { exclusively } from '../../src/sandbox/lock.ts';
import { layoutOf } from './layout.ts';
import { endMachines, removeFolder } from './machine.ts';
import { removeNetwork } from './network.ts';
import { loadLab } from './record.ts';

/** Ends and removes everything of a lab, also of one that was cut while it came up; nothing there is fine. */
export async function labDown(name: string): Promise<{ readonly existed: boolean }> {
  const layout = layoutOf(name);
  if (!(await isThere(layout.folder))) return { existed: false };
  await exclusively(layout.lock, async () => {
    const lab = await loadLab(layout);
    if (!lab) return;
    await endMachines(lab);
    await removeNetwork(lab.record);
  });
  await removeFolder({ layout });
  return { existed: true };
}
