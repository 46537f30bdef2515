import type { HostLook } from './host-look.ts';

/** Bytes that programs may still take; undefined where the kernel does not tell. */
export const memoryLook: HostLook<number | undefined> = {
  script: 'cat /proc/meminfo',
  parse: availableIn,
};

/** @param text of `/proc/meminfo` */
export function availableIn(text: string): number | undefined {
  const [, kilobytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(text) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
