import type { KernelState } from '../../core/workloads/kernel-state.ts';
import { BaiupError } from '../../lib/errors.ts';
import { type FilesParams, filesParams } from './files-params.ts';
import { stillRunning } from './noted-containers.ts';
import { nothingToUndo, type Step } from './step.ts';

/** What managers say of kernels that nobody ended: they ended by themselves, or an agent did not know them. */
const byNobody = /^(|self-terminated|already-terminated|terminated-unknown-container|anomaly-detected)$/;

const wasEndedByNobody = ({ status, info }: KernelState): boolean =>
  status.startsWith('RUNNING') || byNobody.test(info);

/** Once a new release has run for a while: every container that the old one left is there, unless its session was ended. */
export const containersProve: Step<Pick<FilesParams, 'hop' | 'member'>> = {
  kind: 'containers.prove',
  params: filesParams.pick({ hop: true, member: true }),
  title: ({ member }) => `The containers of agent ${member} run on`,
  estimate: 0.3,
  probe: async () => 'todo',
  apply: async (turn, context) => {
    const { still, gone } = await stillRunning(turn, context);
    const states = await Promise.all(gone.map(({ kernel }) => context.database.kernel(kernel)));
    const lost = states.flatMap((state) => (state && wasEndedByNobody(state) ? [state] : []));
    if (lost.length > 0) throw containersLost(turn.member, lost.map(({ name }) => name).join(', '));
    return { containers: still.length, ended: gone.length };
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};

function containersLost(member: string, names: string): BaiupError {
  return new BaiupError(
    'containers.lost',
    `agent ${member} lost containers that ran at its stop, and nobody ended their sessions: ${names}`,
    { hint: `see why in the agent's log: it is kept with the run's evidence, ${member}.log` },
  );
}
