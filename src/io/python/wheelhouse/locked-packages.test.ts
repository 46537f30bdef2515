import { describe, expect, it } from 'vitest';
import { lockedPackages } from './locked-packages.ts';

const text = `
lock-version = "1.0"
requires-python = ">=3.12"

[[packages]]
name = "attrs"
version = "24.2.0"
sdist = { url = "https://files.example.org/a/attrs-24.2.0.tar.gz", upload-time = 2024-08-06T14:37:38Z, size = 1, hashes = { sha256 = "aa" } }
wheels = [{ url = "https://files.example.org/b/attrs-24.2.0-py3-none-any.whl", size = 2, hashes = { sha256 = "bb" } }]

[[packages]]
name = "rx"
version = "1.6.3"
sdist = { url = "https://files.example.org/c/Rx-1.6.3.tar.gz", size = 3, hashes = { sha256 = "cc" } }

[[packages]]
name = "site-hook"
version = "0.3"
archive = { path = "/srv/wheels/site_hook-0.3-py3-none-any.whl" }
`;

describe('what uv has chosen', () => {
  it('is a wheel where there is one that fits, else the source, else a file that was named', () => {
    expect(lockedPackages(text)).toEqual([
      {
        name: 'attrs',
        version: '24.2.0',
        from: 'https://files.example.org/b/attrs-24.2.0-py3-none-any.whl',
        sha256: 'bb',
        isWheel: true,
      },
      {
        name: 'rx',
        version: '1.6.3',
        from: 'https://files.example.org/c/Rx-1.6.3.tar.gz',
        sha256: 'cc',
        isWheel: false,
      },
      {
        name: 'site-hook',
        version: '0.3',
        from: '/srv/wheels/site_hook-0.3-py3-none-any.whl',
        sha256: undefined,
        isWheel: true,
      },
    ]);
  });

  it('is told where it is no file', () => {
    const folder = '[[packages]]\nname = "own"\nversion = "1"\ndirectory = { path = "/srv/own" }\n';
    expect(() => lockedPackages(folder)).toThrow(/own is in no file/);
  });
});
