/**
 * Keys of the configuration store that a rule has moved, below prefixes within the cluster's namespace. `{group}` in
 * `move` stands for each resource group, `{agent}` in `to` for each of its agents.
 */
export interface KeyMove {
  /** Ends in a slash. */
  readonly move: string;
  /** Everywhere they are needed from then on; a key that is there already stays as it is. */
  readonly to: readonly string[];
}

/** An agent with its resource group. */
export interface AgentGroup {
  readonly agent: string;
  readonly group: string;
  /** Where it serves now; absent for one that does not. */
  readonly address?: string;
}

/** What has to be looked at to know whether there is anything to move. */
export function prefixOf({ move }: KeyMove): string {
  return move.slice(0, Math.max(0, move.indexOf('{'))) || move;
}

const unquoted = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The groups that have keys below a move's prefix, as they are written in keys. */
function groupsIn({ move }: KeyMove, keys: readonly string[]): string[] {
  const prefix = move.slice(0, move.indexOf('{group}'));
  const inside = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  return [...new Set(inside.filter((rest) => rest.includes('/')).map((rest) => rest.split('/')[0] ?? ''))];
}

/** A move as it is for one cluster: one for each prefix that holds keys, with every place that they go to. */
export function movesFor(
  rule: KeyMove,
  keys: readonly string[],
  agents: readonly AgentGroup[],
): readonly KeyMove[] {
  if (!rule.move.includes('{group}')) {
    return keys.some((key) => key.startsWith(rule.move)) ? [rule] : [];
  }
  return groupsIn(rule, keys).flatMap((written) => {
    const own = agents.filter(({ group }) => group === unquoted(written));
    const to = own.flatMap(({ agent }) => rule.to.map((place) => place.replace('{agent}', agent)));
    return to.length === 0 ? [] : [{ move: rule.move.replace('{group}', written), to }];
  });
}
