import { describe, expect, it } from 'vitest';
import { judgeAnswer } from './judge-answer.ts';
import { slackBody } from './slack-body.ts';

const url = new URL('https://hooks.example.org/services/SECRET');
const now = Date.parse('2026-01-01T00:00:00Z');
const judged = (status: number, headers = {}, text = '') => judgeAnswer({ status, headers, text }, url, now);

describe('an answer', () => {
  it.each([
    [200, 'taken'],
    [204, 'taken'],
    [304, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [404, 'refused'],
    [410, 'refused'],
    [408, 'again'],
    [429, 'again'],
    [500, 'again'],
    [503, 'again'],
  ])('of %i is %s', (status, kind) => {
    expect(judged(status).kind).toBe(kind);
  });

  it.each([
    ['7', 7_000],
    [' 0 ', 0],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    ['-3', undefined],
  ])('that asks to come again after %j is taken at its word', (header, afterMs) => {
    const answer = judged(429, { 'retry-after': header });
    expect(answer).toEqual({
      kind: 'again',
      why: 'it answered 429',
      ...(afterMs === undefined ? {} : { afterMs }),
    });
  });

  it.each([
    [
      'https://evil.example.com/take?token=SECRET',
      'it redirects (302) to evil.example.com, which is not followed',
    ],
    ['http://hooks.example.org/', 'it redirects (302) to http://hooks.example.org, which is not followed'],
    ['/elsewhere/SECRET', 'it redirects (302) on the same host, which is not followed'],
    ['http://', 'it redirects (302), which is not followed'],
  ])('that redirects to %s is refused with the host alone', (location, why) => {
    expect(judged(302, { location })).toEqual({ kind: 'refused', why });
  });

  it('is shown shortened, and without what steers a terminal', () => {
    const { said } = judged(500, {}, `\u001b]0;title\u0007${'x'.repeat(1000)}`);
    expect(said).toHaveLength(200);
    expect(said).toMatch(/^\]0;titlex+$/);
  });
});

it('markup in a text for Slack is text there', () => {
  expect(slackBody('<!channel> <https://evil.example|a&b> "it"')).toBe(
    '{"text":"&lt;!channel&gt; &lt;https://evil.example|a&amp;b&gt; \\"it\\""}',
  );
});
