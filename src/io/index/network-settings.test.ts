import { describe, expect, it } from 'vitest';
import { type NetworkHints, networkSettings } from './network-settings.ts';

const settings = (env: Record<string, string>, hints: Partial<NetworkHints> = {}) =>
  networkSettings({ insecureHosts: [], ...hints }, env);

describe('the way to the network', () => {
  it.each<[Record<string, string>, Partial<NetworkHints>, string | undefined]>([
    [{}, {}, undefined],
    [{ SSL_CERT_FILE: '/a', REQUESTS_CA_BUNDLE: '/b' }, { cert: '/c' }, '/a'],
    [{ REQUESTS_CA_BUNDLE: '/b' }, { cert: '/c' }, '/c'],
    [{ REQUESTS_CA_BUNDLE: '/b', CURL_CA_BUNDLE: '/d' }, {}, '/b'],
    [{ CURL_CA_BUNDLE: '/d' }, {}, '/d'],
  ])('%j with pip’s %j trusts %s', (env, hints, path) => {
    expect(settings(env, hints).certificates?.path).toBe(path);
  });

  it.each<[Record<string, string>, Partial<NetworkHints>, Record<string, string>]>([
    [{}, {}, {}],
    [{}, { proxy: 'me:pw@proxy.example:3128' }, both('http://me:pw@proxy.example:3128')],
    [{ ALL_PROXY: 'http://all.example' }, { proxy: 'pip.example' }, both('http://all.example')],
    [
      { https_proxy: 'http://low.example', HTTPS_PROXY: 'http://high.example' },
      {},
      { HTTPS_PROXY: 'http://low.example' },
    ],
    [
      { HTTP_PROXY: 'http://own.example', ALL_PROXY: 'http://all.example' },
      {},
      { ...both('http://all.example'), HTTP_PROXY: 'http://own.example' },
    ],
    [
      { NO_PROXY: 'localhost, example.org,.b.org,10.0.0.1' },
      {},
      { NO_PROXY: 'localhost,example.org,.example.org,.b.org,10.0.0.1' },
    ],
  ])('%j with pip’s %j goes by %j', (env, hints, proxy) => {
    expect(settings(env, hints).proxy).toEqual(proxy);
  });

  it('goes by no proxy that it cannot speak to, and shows no password', () => {
    const asked = () => settings({ ALL_PROXY: 'socks5://me:secret@proxy.example' });
    expect(asked).toThrowError(expect.objectContaining({ code: 'index.proxy', exit: 64 }));
    expect(asked).not.toThrowError(/secret/);
  });

  it('knows the hosts that need not prove themselves', () => {
    const env = { UV_INSECURE_HOST: 'a.example' };
    const hints = { insecureHosts: ['b.example'], 'trusted-host': 'c.example d.example:8443' };
    expect(settings(env, hints).insecureHosts).toEqual([
      'a.example',
      'b.example',
      'c.example',
      'd.example:8443',
    ]);
  });
});

function both(address: string): Record<string, string> {
  return { HTTP_PROXY: address, HTTPS_PROXY: address };
}
