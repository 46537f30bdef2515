import { z } from 'zod';
import { downtimeParts } from './downtime-part.ts';

/**
 * Where a figure comes from, the surest first. `receipt`: a rehearsal measured this very step on a copy of the data.
 * `cluster`: earlier runs of the same cluster measured such steps. `paced`: seen on our own machine, at the pace that
 * the rehearsal's had. `recorded`: seen on our own machine.
 */
export const figureSources = ['receipt', 'cluster', 'paced', 'recorded'] as const;
export type FigureSource = (typeof figureSources)[number];

export const predictedHop = z.strictObject({
  from: z.string(),
  to: z.string(),
  /** Seconds without service. */
  predicted: z.number(),
  /** The range: it will hardly be less or more. The wider, the less is known. */
  predictedRange: z.tuple([z.number(), z.number()]),
  /** Along the chain: they add up to what is predicted. */
  parts: z.array(
    z.strictObject({
      part: z.enum(downtimeParts),
      seconds: z.number(),
      /** The least sure source that it comes from. */
      source: z.enum(figureSources),
    }),
  ),
  /** Ids of the steps along the critical path, from the first stop to the last start. */
  chain: z.array(z.string()),
});
export type PredictedHop = z.infer<typeof predictedHop>;
