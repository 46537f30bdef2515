import type { Inventory } from '../../core/cluster/inventory.ts';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import type { ProofGround } from '../../core/workloads/proof-place.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { sessionProve } from './session-prove.ts';
import { sessionTry } from './session-try.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const inventory = {
  api: { accessKey: 'AK' },
  proof: { image: 'python', architecture: 'x86_64', scalingGroup: 'default' },
  components: [{ id: 'm1', component: 'manager', host: 'local', config: '/c', workdir: '/w' }],
} as unknown as Inventory;

const agent = (id: string, group: string) => ({ id, group, architecture: 'x86_64', takes: true });
const group = (name: string) => ({ name, active: true, domain: 'd', project: 'p' });
const ground: ProofGround = {
  groups: [group('default'), group('gpu')],
  agents: [agent('i-1', 'default'), agent('i-2', 'gpu'), agent('i-3', 'gpu')],
  architectures: ['x86_64'],
  most: undefined,
};

/** Two resource groups where sessions start, as long as they are not broken. */
export class SimulatedProofs {
  readonly took = { running: 1, logs: 2, ended: 3 };
  readonly ground = ground;
  /** Groups, and agents, where no session starts now. */
  readonly broken = new Set<string>();
  /** What is wrong there. */
  code = 'session.no-room';
  asked: { readonly name: string; readonly where: string; readonly patience: number | undefined }[] = [];
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  contextOf(more: Partial<StepContext> = {}, state = simulatedState(), on = ground): StepContext {
    const context = simulatedContext(this.folder, inventory, state);
    return {
      ...context,
      database: { ...context.database, proofGround: async () => on },
      proveSession: async (name, place, _signal, patience) => {
        const where = place.agent ?? place.group;
        this.asked.push({ name, where, patience });
        if (!this.broken.has(where)) return this.took;
        throw new BaiupError(this.code, `no agent of ${where} has room`, { hint: 'end one' });
      },
      ...more,
    };
  }

  tryBefore(context = this.contextOf(), params: Parameters<typeof sessionTry.apply>[0] = { hop: 1 }) {
    return sessionTry.apply(params, context, 'todo');
  }

  proveAfter(context = this.contextOf()) {
    return sessionProve.apply({ hop: 1 }, context, 'todo');
  }

  session(name: string): LiveSession {
    return { id: name, name, accessKey: 'AK', status: 'RUNNING', agents: [] };
  }

  /** So many agents, each in the group that is told of its number. */
  agents(count: number, groupOf: (index: number) => string): ProofGround {
    const agents = Array.from({ length: count }, (_, index) => agent(`i-${index}`, groupOf(index)));
    return { ...ground, agents };
  }
}
