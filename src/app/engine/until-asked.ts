const everyMs = 200;

/**
 * Does something that may take long and is easily taken up again. It is cut as soon as somebody asks the run to stop.
 * @param isAsked whether somebody does
 */
export async function untilAsked<T>(
  isAsked: () => boolean,
  signal: AbortSignal,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const cut = new AbortController();
  const look = setInterval(() => {
    if (isAsked()) cut.abort(new Error('somebody has asked the run to stop'));
  }, everyMs);
  try {
    return await act(AbortSignal.any([signal, cut.signal]));
  } finally {
    clearInterval(look);
  }
}
