import { Equality } from '../parts/equality.tsx';
import { useAnswer } from './use-answer.ts';

interface RunAnswer {
  readonly document: Readonly<Record<string, unknown>> | null;
}

/** What was counted before and after, once the run has ended. */
export function RunFacts({ run, isOver }: { readonly run: string; readonly isOver: boolean }) {
  const path = `/api/runs/${encodeURIComponent(run)}`;
  const { answer } = useAnswer<RunAnswer>(isOver ? path : undefined);
  if (!isOver) return null;
  return (
    <section class="panel" aria-label="Before and after">
      <h2>Before and after</h2>
      {answer?.document ? <Equality document={answer.document} /> : null}
      <p>
        <a href={`${path}/report`} download>
          Save a report of this run
        </a>
      </p>
    </section>
  );
}
