/** How many letters must be put, left out, changed, or swapped with their neighbour, to make one word of another. */
function editsBetween(one: string, other: string): number {
  let [before, last]: [number[], number[]] = [
    [],
    Array.from({ length: other.length + 1 }, (_each, at) => at),
  ];
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      const cheapest = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + same,
      );
      const isSwap = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      now.push(isSwap ? Math.min(cheapest, (before[column - 2] ?? 0) + 1) : cheapest);
    }
    [before, last] = [last, now];
  }
  return last[other.length] ?? 0;
}

const most = 3;
/** Nobody mistypes a longer one for another. */
const longest = 64;

/** Of many words those that somebody may have meant, the nearest first. */
export function nearWords(typed: string, words: Iterable<string>): string[] {
  const word = typed.toLowerCase().slice(0, longest);
  const allowed = Math.max(1, Math.floor(word.length / 4));
  return [...words]
    .map((each) => ({ each, edits: editsBetween(word, each.toLowerCase()) }))
    .filter(({ each, edits }) => edits <= allowed || (word.length > 3 && each.toLowerCase().includes(word)))
    .sort((a, b) => a.edits - b.edits || (a.each < b.each ? -1 : 1))
    .slice(0, most)
    .map(({ each }) => each);
}
