import { basisText } from './basis-text.ts';
import { figuresFrom, type Known } from './figures-from.ts';
import type { Plan, PlannedHop } from './plan.ts';
import { predict } from './prediction.ts';
import { wayBack } from './way-back.ts';

export interface Foresight {
  readonly known: Known;
  /** Bytes that the database takes. */
  readonly databaseBytes: number;
  /** The same path with its windows the other way. */
  readonly otherwise?: readonly PlannedHop[] | undefined;
}

/** What going back is foreseen to take, by the receipt where there is one. */
export function foreseeBack(hops: readonly PlannedHop[], { known, databaseBytes }: Foresight) {
  return wayBack(hops, figuresFrom(known), { measured: known.receipt?.restore || undefined, databaseBytes });
}

/** A plan's downtime, and what going back takes, by what is known: pure, and no part of the plan's id. */
export function withPrediction<P extends Pick<Plan, 'hops'>>(
  plan: P,
  foresight: Foresight,
): P & Pick<Plan, 'downtime'> {
  const { known, otherwise } = foresight;
  const prediction = predict(plan.hops, figuresFrom(known));
  const other = otherwise && predict(otherwise, figuresFrom(known, 'other')).predicted;
  return {
    ...plan,
    downtime: {
      predicted: prediction.predicted,
      predictedRange: prediction.predictedRange,
      basis: basisText(prediction),
      hops: prediction.hops,
      wayBack: foreseeBack(plan.hops, foresight),
      ...(other === undefined ? {} : { otherwise: other }),
    },
  };
}
