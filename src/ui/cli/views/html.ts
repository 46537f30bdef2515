/** A piece of HTML whose texts are escaped already. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | undefined | Html | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function put(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number')
    return String(part).replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '');
  if ('markup' in part) return part.markup;
  return part.map(put).join('');
}

/** HTML with every value escaped, in texts and in quoted attributes; lists are joined, other `Html` is taken as it is. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: texts.map((text, index) => text + put(parts[index])).join('') };
}
