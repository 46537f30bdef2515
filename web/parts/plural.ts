/** "1 step", "1,204 steps" */
export const plural = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

/** "a1, a2, a3 and 17 more" */
export function firstNames(names: readonly string[], most = 6): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most - 1).join(', ')} and ${(names.length - most + 1).toLocaleString('en')} more`;
}
