type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null;
const isList = (value: unknown): value is readonly Values[] =>
  Array.isArray(value) && value.length > 0 && value.every(isObject);

/**
 * JSON to be read by people and to be compared line by line: each element of a list of objects has a line of its own.
 * It comes piece by piece, so that a large document is never one text.
 * @param spread names of lists whose elements are spread over several lines themselves
 */
export function* linedJson(value: unknown, spread: ReadonlySet<string>, indent = ''): Generator<string> {
  if (!isObject(value) || Array.isArray(value) || !Object.values(value).some((each) => needsLines(each))) {
    yield JSON.stringify(value);
    return;
  }
  const inner = `${indent}  `;
  yield '{';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  for (const [index, [key, each]] of entries.entries()) {
    yield `${index > 0 ? ',' : ''}\n${inner}${JSON.stringify(key)}: `;
    if (isList(each)) yield* lines(each, spread.has(key) ? spread : undefined, inner);
    else yield* linedJson(each, spread, inner);
  }
  yield `\n${indent}}`;
}

function needsLines(value: unknown): boolean {
  return isList(value) || (isObject(value) && !Array.isArray(value) && Object.values(value).some(needsLines));
}

function* lines(
  elements: readonly Values[],
  spread: ReadonlySet<string> | undefined,
  indent: string,
): Generator<string> {
  const inner = `${indent}  `;
  yield '[';
  for (const [index, element] of elements.entries()) {
    yield `${index > 0 ? ',' : ''}\n${inner}`;
    if (spread) yield* linedJson(element, spread, inner);
    else yield JSON.stringify(element);
  }
  yield `\n${indent}]`;
}
