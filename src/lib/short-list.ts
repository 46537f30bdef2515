const most = 20;

/** Names as a sentence lists them: "a1, a2, a3 and 9,997 more" where there are many. */
export function shortList(names: readonly string[]): string {
  if (names.length <= most) return names.join(', ');
  const shown = names.slice(0, most / 2);
  return `${shown.join(', ')} and ${(names.length - shown.length).toLocaleString('en')} more`;
}
