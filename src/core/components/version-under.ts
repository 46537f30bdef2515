/** Takes the text under a key of a JSON answer. */
export function versionUnder(key: string): (body: unknown) => string | undefined {
  return (body) => {
    const value =
      typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[key] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
}
