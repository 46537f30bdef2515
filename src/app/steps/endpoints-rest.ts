import { z } from 'zod';
import type { StepContext } from './context.ts';
import { giveBackEndpoints } from './give-back-intake.ts';
import { keptIntake, noteIntake } from './noted-intake.ts';
import { clusterData, type Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive(), restoresData: z.boolean() });

const withReplicas = async ({ database }: Pick<StepContext, 'database'>) =>
  (await database.intake()).endpoints.filter(({ replicas, desired }) => (desired ?? replicas) > 0);

/** The managers end the sessions of every endpoint by themselves once it should have none. */
export const endpointsRest: Step<z.infer<typeof params>> = {
  kind: 'endpoints.rest',
  params,
  title: () => 'Scale every endpoint down to 0',
  estimate: 1,
  probe: async (_params, context) => ((await withReplicas(context)).length === 0 ? 'done' : 'todo'),
  apply: async ({ hop }, context) => {
    const endpoints = await withReplicas(context);
    await noteIntake(hop, context, { endpoints });
    const none = endpoints.map((each) => ({
      ...each,
      replicas: 0,
      desired: each.desired === null ? null : 0,
    }));
    await context.database.setReplicas(none);
    return { endpoints: endpoints.length };
  },
  verify: async () => undefined,
  undo: async ({ hop, restoresData }, context) => {
    const kept = await keptIntake(hop, context, { again: restoresData });
    return kept && giveBackEndpoints(kept, context);
  },
  data: () => clusterData,
  notUndone: () => 'endpoints have no replicas',
};
