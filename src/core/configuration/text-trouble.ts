import { parse, TomlError } from 'smol-toml';

/** Why a text cannot be read as a configuration, by its line from 1; never with a word of the text. */
export interface TextTrouble {
  readonly line: number;
  readonly what: string;
}

/** What every loader will have against a text as it was decoded; undefined where it is TOML. */
export function textTrouble(text: string): TextTrouble | undefined {
  if (text.startsWith('\uFEFF'))
    return { line: 1, what: 'it begins with a byte order mark, which no loader accepts' };
  const strange = text.indexOf('\uFFFD');
  if (strange >= 0) return { line: text.slice(0, strange).split('\n').length, what: 'it is not in UTF-8' };
  try {
    parse(text, { integersAsBigInt: 'asNeeded' });
    return undefined;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The parser shows the line below its first sentence.
    const [sentence = ''] = error.message.split('\n');
    return { line: error.line, what: `it is not TOML: ${sentence.replace(/^Invalid TOML document: /, '')}` };
  }
}
