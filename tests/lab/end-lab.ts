import { labDown } from '../../scripts/lab/down.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { smallLab } from './small-lab.ts';

/** A program of its own, which outlives an interrupted `npm test`. Who is still at work on the lab ends soon. */
await waitFor(() => labDown(smallLab.name), { timeoutMs: 120_000, everyMs: 500, what: 'the lab to go' });
