import { z } from 'zod';
import type { RunView } from '../../../core/run/view.ts';
import {
  type ComparedProof,
  comparedProof,
  type LifeOutcome,
  lifeProof,
} from '../../../core/workloads/life-proof.ts';

type Steps = Pick<RunView, 'steps'>;

interface HopProofs {
  readonly hop: number;
  readonly proofs: readonly ComparedProof[];
  /** So many there are, where not all are told. */
  readonly all?: number | undefined;
  /** What may still run of them, as a sentence. */
  readonly left?: string | undefined;
  /** Where none was started, and why. */
  readonly untried: readonly {
    readonly group: string;
    readonly agent?: string | undefined;
    readonly why: string;
  }[];
}

const untriedPlace = z.object({ group: z.string(), agent: z.string().optional(), why: z.string() });
const tried = z.object({
  proofs: z.array(lifeProof),
  all: z.number().optional(),
  untried: z.array(untriedPlace).default([]),
});
const proven = z.object({
  proofs: z.array(comparedProof),
  all: z.number().optional(),
  left: z.string().optional(),
});

const outcomeOf = ({ took, trouble }: LifeOutcome): LifeOutcome => ({
  ...(took ? { took } : {}),
  ...(trouble ? { trouble } : {}),
});

/** What sessions were started before and after each hop, and what became of them. */
export function proofsOf({ steps }: Steps): HopProofs[] {
  const resultOf = <T>(id: string, form: z.ZodType<T>): T | undefined =>
    form.safeParse(steps.find(({ step }) => step === id)?.result).data;
  const hops = [...new Set(steps.map(({ hop }) => hop))];
  return hops.flatMap((hop) => {
    const before = resultOf(`${hop + 1}.try.session`, tried);
    const after = resultOf(`${hop + 1}.prove.session`, proven);
    if (!before && !after) return [];
    const { all = before?.all, left } = after ?? {};
    return [
      {
        hop,
        proofs:
          after?.proofs ??
          (before?.proofs ?? []).map(({ group, agent, ...outcome }) => ({
            group,
            ...(agent === undefined ? {} : { agent }),
            before: outcomeOf(outcome),
          })),
        untried: before?.untried ?? [],
        ...(all === undefined ? {} : { all }),
        ...(left === undefined ? {} : { left }),
      },
    ];
  });
}

const most = 20;
const width = { name: 28, time: 10 };

/** Seconds until it ran, was used, and had ended. */
function timeOf(outcome: LifeOutcome | undefined): string {
  if (outcome?.trouble) return 'failed';
  if (!outcome?.took) return '–';
  const { running, logs, ended } = outcome.took;
  return `${(running + logs + ended).toFixed(1)} s`;
}

const nameOf = ({ group, agent }: { readonly group: string; readonly agent?: string | undefined }): string =>
  agent === undefined ? group : `${group}, agent ${agent}`;

function proofLine(proof: ComparedProof): string {
  const { before, after } = proof;
  const why = after?.trouble ?? before?.trouble;
  const times = [before, after].map((each) => timeOf(each).padStart(width.time)).join('');
  return `    ${nameOf(proof).padEnd(width.name)}${times}${why ? `   ${why.message}` : ''}`;
}

/** A table of sessions that were started before and after: how long each took to run, to answer and to end. */
export function proofLines(view: Pick<RunView, 'steps' | 'hops'>): string[] {
  return proofsOf(view).flatMap(({ hop, proofs, untried, all = proofs.length }) => {
    const { from, to } = view.hops[hop] ?? {};
    const title = from ? `${from} → ${to}, a session started on` : 'A session started on';
    const heads = ['before', 'after'].map((head) => head.padStart(width.time)).join('');
    const shown = proofs.slice(0, most);
    const more = all - shown.length;
    return [
      `  ${title.padEnd(width.name + 2)}${heads}`,
      ...shown.map(proofLine),
      ...(more > 0 ? [`    and ${more} more`] : []),
      ...untried
        .slice(0, most)
        .map((place) => `    ${nameOf(place).padEnd(width.name)}   not tried: ${place.why}`),
    ];
  });
}

function failedLine(proof: ComparedProof): string {
  const since = proof.before?.trouble ? 'as before' : 'where one started before the stop';
  return `    No session starts on ${nameOf(proof)}, ${since}: ${proof.after?.trouble?.message}`;
}

/** Where no session starts after the hop, and what may still run: told also at the end of a run that went well. */
export const failedProofs = ({ steps }: Steps): string[] =>
  proofsOf({ steps }).flatMap(({ proofs, left }) => [
    ...proofs.filter(({ after }) => after?.trouble).map(failedLine),
    ...(left === undefined ? [] : [`    Look at this: ${left}`]),
  ]);
