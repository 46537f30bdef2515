import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { StepContext } from './context.ts';
import { runnerPrepare } from './runner-prepare.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

describe('runner.prepare', () => {
  const params = { member: 'm1', version: '2', environment: '/e/agent-2' };
  const volumes = (...states: ('whole' | 'half' | 'missing')[]) => ({
    list: states.map((state, index) => ({ name: `v${index}`, version: '1', state })),
    makes: 0,
  });
  function contextWith(there: ReturnType<typeof volumes>): StepContext {
    const context = simulatedContext('/r-1', {} as Inventory, simulatedState());
    const containers = {
      ...context.containers('m1'),
      volumes: async () => there.list,
      makeVolumes: async () => {
        there.makes += 1;
        there.list = there.list.map((each) => ({ ...each, state: 'whole' as const }));
      },
    };
    return { ...context, containers: () => containers };
  }

  it.each([
    [volumes('whole', 'whole'), 'done', [], 0],
    [volumes('missing', 'missing'), 'todo', ['v0', 'v1'], 1],
    [volumes('whole', 'missing'), 'half', ['v1'], 1],
    [volumes('half', 'missing'), 'half', ['v0', 'v1'], 1],
    [volumes(), 'done', [], 0],
  ] as const)('%j is %s', async (there, probed, made, makes) => {
    const context = contextWith(there);
    expect(await runnerPrepare.probe(params, context, false)).toBe(probed);
    expect(await runnerPrepare.apply(params, context, probed)).toEqual({ made });
    expect(there.makes).toBe(makes);
    await runnerPrepare.verify(params, context);
  });

  it('says what could not be made, and how to see why', async () => {
    const context = contextWith(volumes('whole', 'half', 'missing'));
    await expect(runnerPrepare.verify(params, context)).rejects.toMatchObject({
      code: 'runner.not-prepared',
      message: 'agent m1 could not make v1, v2',
      hint: 'see what Docker on its host says: docker volume inspect v1 v2',
    });
  });
});
