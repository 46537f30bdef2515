import { basisText } from './basis-text.ts';
import { figuresFrom, type Known } from './figures-from.ts';
import { type Limits, limitsOf } from './limits.ts';
import type { Plan, PlannedHop } from './plan.ts';
import { predict } from './prediction.ts';
import { wayBack } from './way-back.ts';

export interface Foresight {
  readonly known: Known;
  /** Bytes that the database takes. */
  readonly databaseBytes: number;
  /** The same path with its outages the other way. */
  readonly otherwise?: readonly PlannedHop[] | undefined;
}

/** What going back is foreseen to take, by the receipt where there is one. */
export function foreseeBack(
  hops: readonly PlannedHop[],
  { known, databaseBytes }: Foresight,
  limits: Limits,
) {
  const restoring = { measured: known.receipt?.restore || undefined, databaseBytes };
  return wayBack(hops, figuresFrom(known), restoring, limits);
}

/** A plan by what is known now: what it said itself stays where nothing more is known. */
export function foreseenNow(plan: Plan, known: Known): Plan {
  const { otherwise, wayBack: before } = plan.downtime;
  const { downtime } = withPrediction(plan, { known, databaseBytes: 0 });
  const back = known.receipt?.restore ? downtime.wayBack : before;
  const { wayBack: _computed, ...rest } = downtime;
  return {
    ...plan,
    downtime: {
      ...rest,
      ...(back ? { wayBack: back } : {}),
      ...(otherwise === undefined ? {} : { otherwise }),
    },
  };
}

/** A plan's downtime, and what going back takes, by what is known: pure, and no part of the plan's id. */
export function withPrediction<P extends Pick<Plan, 'hops' | 'limits'>>(
  plan: P,
  foresight: Foresight,
): P & Pick<Plan, 'downtime'> {
  const { known, otherwise } = foresight;
  const limits = limitsOf(plan);
  const prediction = predict(plan.hops, figuresFrom(known), limits);
  const other = otherwise && predict(otherwise, figuresFrom(known, 'other'), limits).predicted;
  return {
    ...plan,
    downtime: {
      predicted: prediction.predicted,
      predictedRange: prediction.predictedRange,
      basis: basisText(prediction),
      hops: prediction.hops,
      wayBack: foreseeBack(plan.hops, foresight, limits),
      ...(other === undefined ? {} : { otherwise: other }),
    },
  };
}
