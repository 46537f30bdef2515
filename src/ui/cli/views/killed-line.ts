import { seconds } from '../progress.ts';

/** What is said below a service that did not end when it was asked to. */
export function killedLine(after: number): string {
  return `    it did not end by itself, so it was killed after ${seconds(after)}`;
}
