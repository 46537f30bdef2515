interface Bucket {
  left: number;
  at: number;
}

const mostBuckets = 10_000;

/** How often something may be done by each of many: `burst` at once, then `perSecond`. */
export function openRate(perSecond: number, burst: number, now: () => number) {
  const buckets = new Map<string, Bucket>();

  const leftOf = (key: string): Bucket => {
    const { left, at } = buckets.get(key) ?? { left: burst, at: now() };
    const refilled = { left: Math.min(burst, left + ((now() - at) / 1000) * perSecond), at: now() };
    buckets.delete(key);
    buckets.set(key, refilled);
    for (const oldest of buckets.keys()) if (buckets.size > mostBuckets) buckets.delete(oldest);
    return refilled;
  };

  return {
    /** Whether it may be done now; it counts as done. */
    take: (key: string): boolean => {
      const bucket = leftOf(key);
      if (bucket.left < 1) return false;
      bucket.left -= 1;
      return true;
    },
    /** Whether it could be done now. */
    has: (key: string): boolean => leftOf(key).left >= 1,
  };
}
export type Rate = ReturnType<typeof openRate>;
