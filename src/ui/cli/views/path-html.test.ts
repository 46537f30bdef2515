import { describe, expect, it } from 'vitest';
import { path } from '../../../app/actions/path.ts';
import { html } from './html.ts';
import { pathHtml } from './path-html.ts';

const page = (words: string, exact = false) =>
  pathHtml(path({ versions: words.split(' '), exact, policy: 'page', accept: [] }));

describe('html', () => {
  it('escapes what is put in, and takes markup of its own as it is', () => {
    const item = html`<li class="${'a"b'}">${"<script>&'"}</li>`;
    expect(item.markup).toBe('<li class="a&quot;b">&lt;script&gt;&amp;&#39;</li>');
    expect(html`<ul>${[item, item]}${undefined}${3}</ul>`.markup).toBe(
      `<ul>${item.markup}${item.markup}3</ul>`,
    );
  });
});

describe('the page of a path', () => {
  it('fetches nothing and runs nothing', () => {
    const text = page('23.09.8 24.09.6');
    expect(text).not.toMatch(/<(script|link|img|iframe)|src=|@import|url\(|https?:/);
    expect(text.match(/<title>.*<\/title>/)?.[0]).toBe('<title>Backend.AI 23.09.8 → 24.09.6</title>');
    expect(text.match(/<td class="versions">[^<]*/g)).toHaveLength(3);
  });

  it('has manual steps and risks with reasons and sources, all escaped', () => {
    const text = page('23.09.8 24.09.6');
    expect(text).toContain('<h2>Manual steps</h2>');
    expect(text).toContain('v.&quot;user&quot;');
    expect(text).toContain('Source: vendor issue 3815');
    expect(text).not.toMatch(/\sv\."user"/);
  });

  it('shows a refusal with its rule and the way out', () => {
    const text = page('23.09.9 24.03.0', true);
    expect(text).toContain('<span class="verdict refused">Refused</span>');
    expect(text).toContain('exit-release');
    expect(text).toContain('legal instead: 23.09.9 → 23.09.10 → 24.03.0');
  });

  it('has tags that close', () => {
    const text = page('23.09.10 24.03.11').replace(/<style>[\s\S]*<\/style>/, '');
    const open: string[] = [];
    for (const [, close, name = ''] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (['meta', 'br'].includes(name)) continue;
      if (close) expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });
});
