import { labDown } from '../../scripts/lab/down.ts';
import { whyNoLab } from './lab-here.ts';
import { labName } from './lab-name.ts';

/** What labs are made of is made beside the other tests, so that it is there when it is the lab's turn. */
export default function prepareBeside(): () => Promise<void> {
  const ending = new AbortController();
  const prepared = whyNoLab({ signal: ending.signal });
  return async () => {
    ending.abort();
    await prepared;
    // Where the run was interrupted.
    await labDown(labName);
  };
}
