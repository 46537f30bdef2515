/** Something that this process waits for. */
export interface Wait {
  /** As in "waits for …". */
  readonly what: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** When it gives up, in milliseconds since the epoch. */
  readonly until: number;
  /** Why it has not come yet, as far as is known. */
  readonly trouble: () => string | undefined;
}

interface Patience {
  readonly what: string;
  readonly timeoutMs: number;
  readonly trouble?: (() => string | undefined) | undefined;
}

const underWay = new Set<Wait>();

/** Does something that may take long: whoever shows progress can tell meanwhile what is waited for. */
export async function waiting<T>(
  { what, timeoutMs, trouble = () => undefined }: Patience,
  act: () => Promise<T>,
): Promise<T> {
  const since = Date.now();
  const wait = { what, since, until: since + timeoutMs, trouble };
  underWay.add(wait);
  try {
    return await act();
  } finally {
    underWay.delete(wait);
  }
}

/** What this process waits for now, the longest first. */
export function waitsUnderWay(): Iterable<Wait> {
  return underWay;
}
