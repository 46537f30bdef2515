type Answer = Readonly<Record<string, unknown>>;

/** Some endpoints answer JSON within a JSON text. */
function unwrapped(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Takes the text under a key of a JSON answer. */
export function versionUnder(key: string): (body: unknown) => string | undefined {
  return (body) => {
    const answer = unwrapped(body);
    const value = typeof answer === 'object' && answer !== null ? (answer as Answer)[key] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
}
