import type { KernelState } from '../../core/workloads/kernel-state.ts';
import type { KernelContainer } from '../../io/workloads/kernel-containers.ts';
import { containersCheck } from './containers-check.ts';
import { containersNote } from './containers-note.ts';
import { containersProve } from './containers-prove.ts';
import { simulatedAgent } from './simulated-agent.ts';

export const container = (kernel: string, change: Partial<KernelContainer> = {}): KernelContainer => ({
  id: `c-${kernel}`,
  name: `kernel.python.${kernel}`,
  kernel,
  session: `s-${kernel}`,
  running: true,
  created: '2026-11-27T10:00:00Z',
  started: '2026-11-27T10:00:01Z',
  ...change,
});
/** What managers know of kernels that run. */
export const sessions = (...kernels: readonly string[]): Record<string, KernelState> =>
  Object.fromEntries(kernels.map((id) => [id, { name: `session-${id}`, status: 'RUNNING', info: '' }]));

/** An agent with two containers, and what is noted and seen of them. */
export function simulatedContainers(
  runFolder: string,
  files: Readonly<Record<string, string>>,
  releases: { readonly from?: string; readonly to?: string } = {},
) {
  const agent = simulatedAgent(runFolder, { files, ...releases });
  agent.now.containers = [container('k1'), container('k2')];
  agent.now.known = sessions('k1', 'k2');
  const { given, context } = agent;
  const undo = containersNote.undo;
  if (typeof undo !== 'function') throw new Error('it can be undone');
  return {
    ...agent,
    note: () => containersNote.apply(given, context, 'todo'),
    check: () => containersCheck.apply(given, context, 'todo'),
    prove: () => containersProve.apply(given, context, 'todo'),
    undoNote: () => undo(given, context),
    settle: () => containersNote.settles?.(given, context),
  };
}
