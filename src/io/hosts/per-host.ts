/** What is made once for each host, or for each channel to one. */
export function perHost<H extends object, T>(make: (host: H) => T): (host: H) => T {
  const made = new WeakMap<H, T>();
  return (host) => {
    const known = made.get(host);
    if (known !== undefined) return known;
    const fresh = make(host);
    made.set(host, fresh);
    // What failed is tried again by whoever asks next.
    if (fresh instanceof Promise) fresh.catch(() => made.delete(host));
    return fresh;
  };
}
