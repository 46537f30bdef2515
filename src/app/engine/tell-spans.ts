import type { RunEvent } from '../../core/run/event.ts';
import { spansOf } from '../../core/run/spans.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { type SpanEndpoint, spanEndpoint, spanQueue } from '../../io/notify/otlp.ts';

/** Tracing tools that are told of a run, beside it. Nothing of it holds the run up, and nothing fails for it. */
export function tellSpans(
  record: Pick<RunRecord, 'id' | 'examine'>,
  endpoint: SpanEndpoint | undefined = spanEndpoint(),
) {
  const queue = endpoint && spanQueue(endpoint, record.id);
  const spans = spansOf();
  return {
    /** What an earlier process has told is not told again. */
    begin: async (): Promise<void> => {
      if (!queue) return;
      const { events } = await record.examine().catch(() => ({ events: [] }));
      for (const event of events) spans(event);
    },
    hear: (event: RunEvent): void => queue?.put(spans(event)),
    /** Gives what is left a little time; it never throws. */
    end: async (): Promise<void> => queue?.end(),
  };
}
