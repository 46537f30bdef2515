import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';

/** More aliases than this in one value are a trap, not an abbreviation. */
const mostAliases = 1000;

/** What is wrong with a text as YAML, and where. */
export interface YamlFlaw {
  readonly line: number;
  readonly what: string;
}

export interface ClusterYaml {
  readonly value: unknown;
  /** The line of a key, or of the nearest one above it that is written. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

const words: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  ALIAS_PROPS: 'an alias (*name) can have no tag and no anchor',
  BAD_ALIAS: 'an alias (*name) is not written in that form',
  BAD_COLLECTION_TYPE: 'a tag does not fit the value after it',
  BAD_DIRECTIVE: 'a line that begins with % is not a directive of YAML 1.2',
  BAD_DQ_ESCAPE: 'a backslash in double quotes begins no known escape: write \\\\, or use single quotes',
  BAD_INDENT: 'this line does not begin in the same column as the others of its group',
  BAD_PROP_ORDER: 'an anchor or a tag is in the wrong place',
  BAD_SCALAR_START: 'a value that begins with this character must be in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'two keys are on one line',
  BLOCK_IN_FLOW: 'within brackets, commas separate values, not lines',
  DUPLICATE_KEY: 'this key appears twice',
  KEY_OVER_1024_CHARS: 'this key is too long',
  MISSING_CHAR: 'a bracket, a quote, a colon or a comma is missing',
  MULTILINE_IMPLICIT_KEY: 'a key goes over several lines, or a colon is missing',
  MULTIPLE_ANCHORS: 'a value has two anchors',
  MULTIPLE_DOCS: 'a second document begins here; a cluster file holds one',
  MULTIPLE_TAGS: 'a value has two tags',
  NON_STRING_KEY: 'a key is not text',
  RESOURCE_EXHAUSTION: 'it is nested too deep',
  TAB_AS_INDENT: 'the line is indented by a tab: use spaces',
  TAG_RESOLVE_FAILED: 'a tag (!name) means nothing here',
  UNEXPECTED_TOKEN: 'there is something here that does not belong here',
};

function flawOf({ code, linePos }: YAMLError): YamlFlaw {
  return { line: linePos?.[0].line ?? 1, what: words[code] ?? 'this is not YAML' };
}

/** An alias whose anchor does not come before it. */
function danglingAlias(document: Document, lines: LineCounter): YamlFlaw | undefined {
  const known = new Set<string>();
  let flaw: YamlFlaw | undefined;
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) {
        if (known.has(node.source)) return undefined;
        const line = lines.linePos(node.range?.[0] ?? 0).line;
        flaw = { line, what: `the alias *${node.source} has no anchor &${node.source} before it` };
        return visit.BREAK;
      }
      if ('anchor' in node && typeof node.anchor === 'string') known.add(node.anchor);
      return undefined;
    },
  });
  return flaw;
}

/** No name, address or path holds such a character; programs that are given one cut the value there, or read two. */
const control = /\p{Cc}/u;

/** A text that no key or value of a cluster file may be. */
function unfitText(document: Document, lines: LineCounter): YamlFlaw | undefined {
  let flaw: YamlFlaw | undefined;
  visit(document, {
    Scalar: (_key, { value, range }) => {
      if (typeof value !== 'string') return undefined;
      const what = control.test(value)
        ? 'a text holds a line break or another control character'
        : value === '__proto__'
          ? '__proto__ is a name that JavaScript keeps for itself: choose another'
          : undefined;
      if (what === undefined) return undefined;
      flaw = { line: lines.linePos(range?.[0] ?? 0).line, what };
      return visit.BREAK;
    },
  });
  return flaw;
}

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = String(path[length - 1]);
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => (isScalar(key) ? String(key.value) : undefined) === last)
      : undefined;
    const node = pair ? pair.key : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** Reads one YAML document, with the places of its keys. */
export function readClusterYaml(text: string): ClusterYaml | YamlFlaw {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true, logLevel: 'error' });
  const [first] = [...document.errors, ...document.warnings];
  if (first) return flawOf(first);
  const flaw = danglingAlias(document, lines) ?? unfitText(document, lines);
  if (flaw) return flaw;
  try {
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    return { value, lineOf: (path) => lineOf(document, lines, path) };
  } catch {
    return { line: 1, what: `its aliases unfold to more than ${mostAliases} values` };
  }
}
