import { keyPath, startsWith } from './key-path.ts';
import { outline, type Statement } from './toml-outline.ts';

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/**
 * The line, from 1, where a key of a TOML text stands, or else the nearest section around it; undefined where
 * neither does, or where the text cannot be read.
 */
export function keyLine(text: string, key: string): number | undefined {
  let path: readonly string[];
  let statements: readonly Statement[];
  try {
    path = keyPath(key);
    statements = outline(text);
  } catch {
    return undefined;
  }
  for (let length = path.length; length > 0; length -= 1) {
    const wanted = path.slice(0, length);
    const exact = statements.find((each) => each.path.length === length && startsWith(each.path, wanted));
    const found = exact ?? statements.find((each) => startsWith(each.path, wanted));
    const segment = found?.segments[0];
    if (segment) return lineAt(text, segment.start);
  }
  return undefined;
}
