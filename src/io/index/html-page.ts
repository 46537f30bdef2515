import type { OfferedFile } from './offered-file.ts';

const anchor = /<a\s([^>]*)>/gi;
const attribute = /([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  '#39': "'",
  '#34': '"',
};

function plain(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => entities[name.toLowerCase()] ?? whole);
}

function attributes(tag: string): ReadonlyMap<string, string> {
  return new Map(
    [...tag.matchAll(attribute)].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      plain(double ?? single ?? bare ?? ''),
    ]),
  );
}

/** Whether a text is a page at all: what an error page of a proxy is, too. */
export function isHtml(text: string): boolean {
  return /<(!doctype html|html|body|a\s)/i.test(text.slice(0, 2000));
}

/** The wheels on a page in HTML (PEP 503, 592). Files without a SHA-256 are left out: they could not be checked. */
export function htmlPage(text: string, base: string): readonly OfferedFile[] {
  return [...text.matchAll(anchor)].flatMap(([, tag = '']) => {
    const found = attributes(tag);
    const href = found.get('href');
    if (href === undefined || !URL.canParse(href, base)) return [];
    const url = new URL(href, base);
    const filename = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
    const sha256 = /^#sha256=([0-9a-f]{64})$/i.exec(url.hash)?.[1]?.toLowerCase();
    if (!filename.endsWith('.whl') || sha256 === undefined) return [];
    url.hash = '';
    const yanked = found.get('data-yanked');
    return {
      filename,
      url: url.href,
      sha256,
      requiresPython: found.get('data-requires-python'),
      withdrawn: yanked === undefined ? false : yanked || 'no reason given',
    };
  });
}
