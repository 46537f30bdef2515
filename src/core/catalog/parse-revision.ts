import type { Revision } from './release.ts';

const quoted = /(["'])(.*?)\1/g;

/** The right side of a module-level `name = …` or `name: type = …`: one word, or a bracket over several lines. */
function assigned(source: string, name: string): string | undefined {
  const found = new RegExp(`^${name}[ \\t]*(?::[^=\\n]*)?=[ \\t]*`, 'm').exec(source);
  if (!found) return undefined;
  const rest = source.slice(found.index + found[0].length);
  const bracket = /^[([]/.test(rest) ? rest.search(/[)\]]/) : -1;
  const text = bracket < 0 ? (rest.split('\n', 1)[0] ?? '') : rest.slice(0, bracket);
  return text.replaceAll(/#.*$/gm, '');
}

function words(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(quoted)].map((match) => match[2] ?? '');
}

/**
 * Reads a revision out of one file of `models/alembic/versions`, or undefined where the file holds none.
 * `down_revision` is None, a string, or a tuple; what it `depends_on` must also have run before it, so counts as well.
 */
export function parseRevision(source: string): Revision | undefined {
  const [id] = words(assigned(source, 'revision'));
  if (id === undefined) return undefined;
  const down = words(assigned(source, 'down_revision'));
  return { id, down: [...new Set([...down, ...words(assigned(source, 'depends_on'))])] };
}
