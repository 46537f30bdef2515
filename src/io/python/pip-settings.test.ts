import { describe, expect, it } from 'vitest';
import { parsePipSettings, uvSettings } from './pip-settings.ts';

const listing = [
  ":env:.find-links='/here /nowhere'",
  "global.cert='/etc/ca.pem'",
  "global.index-url='https://index.example/simple'",
  "global.extra-index-url='https://one.example\\nhttps://two.example'",
  "install.index-url='https://install.example/simple'",
  "download.index-url='https://download.example/simple'",
].join('\n');

describe('the settings of pip', () => {
  it('are read from what `pip config list` prints', () => {
    expect(Object.fromEntries(parsePipSettings(listing))).toEqual({
      'find-links': '/here /nowhere',
      cert: '/etc/ca.pem',
      'index-url': 'https://install.example/simple',
      'extra-index-url': 'https://one.example https://two.example',
    });
  });

  it('become the variables of uv', async () => {
    const isThere = async (path: string) => path === '/here';
    expect(await uvSettings(parsePipSettings(listing), {}, isThere)).toEqual({
      UV_DEFAULT_INDEX: 'https://install.example/simple',
      UV_INDEX: 'https://one.example https://two.example',
      UV_FIND_LINKS: '/here',
      SSL_CERT_FILE: '/etc/ca.pem',
    });
  });

  it.each([
    [{ UV_DEFAULT_INDEX: 'x' }, 'UV_DEFAULT_INDEX'],
    [{ UV_INDEX_URL: 'x' }, 'UV_DEFAULT_INDEX'],
    [{ SSL_CERT_FILE: 'x' }, 'SSL_CERT_FILE'],
  ])('give way to what uv has of its own: %j', async (env, absent) => {
    expect(await uvSettings(parsePipSettings(listing), env, async () => true)).not.toHaveProperty(absent);
  });
});
