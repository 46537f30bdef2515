/** Each file in them is registered in a list: a check, a step, a component, a command. */
const registered = [
  'src/app/checks/',
  'src/app/steps/',
  'src/app/actions/',
  'src/core/components/',
  'src/ui/cli/commands/',
  'src/ui/cli/run/',
];
/** A file of at most so many lines goes into the only one that imports it. */
const fewLines = 12;

interface LonelyFile {
  readonly path: string;
  readonly goesInto: string;
}

/** Files of a few lines that a single other one imports. */
export function lonelyFiles(
  graph: ReadonlyMap<string, readonly string[]>,
  linesOf: (path: string) => number,
): LonelyFile[] {
  const importers = new Map<string, Set<string>>();
  for (const [path, targets] of graph) {
    for (const target of targets) importers.set(target, (importers.get(target) ?? new Set()).add(path));
  }
  return [...graph.keys()].flatMap((path) => {
    const [only, ...more] = importers.get(path) ?? [];
    if (only === undefined || more.length > 0 || linesOf(path) > fewLines) return [];
    return registered.some((folder) => path.startsWith(folder)) ? [] : [{ path, goesInto: only }];
  });
}
