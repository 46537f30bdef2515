import { join } from 'node:path';
import type { Host } from '../hosts/port.ts';
import { anyPython } from './interpreters.ts';

/** A wheel of a few lines, for tests. */
export interface SmallWheel {
  /** `backend.ai-agent` */
  readonly name: string;
  readonly version: string;
  /** `py3-none-any` unless told. */
  readonly tag?: string;
  readonly requires?: readonly string[];
  /** `backendai_hook_v20` → `site = site_hook:Hook` */
  readonly entryPoints?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

const zip = [
  'import base64, hashlib, json, sys, zipfile',
  'wheel = json.load(sys.stdin)',
  'def line(name, text):',
  '    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()',
  '    return f"{name},sha256={digest},{len(text)}\\n"',
  'files = wheel["files"]',
  'record = "".join(line(*each) for each in files.items()) + f"{wheel[\'record\']},,\\n"',
  'with zipfile.ZipFile(wheel["path"], "w") as archive:',
  '    for name, text in {**files, wheel["record"]: record}.items():',
  '        archive.writestr(name, text)',
].join('\n');

/** Writes it into a folder. @returns its path */
export async function writeSmallWheel(host: Host, folder: string, wheel: SmallWheel): Promise<string> {
  const { name, version, tag = 'py3-none-any', requires = [], entryPoints = {}, files = {} } = wheel;
  const called = `${name.replaceAll(/[-.]/g, '_')}-${version}`;
  const info = `${called}.dist-info`;
  const header = ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`];
  const all: Record<string, string> = {
    ...files,
    [`${info}/METADATA`]: `${[...header, ...requires.map((each) => `Requires-Dist: ${each}`)].join('\n')}\n`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: baiup\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
    [`${info}/entry_points.txt`]: Object.entries(entryPoints)
      .map(([group, line]) => `[${group}]\n${line}\n`)
      .join('\n'),
  };
  const path = join(folder, `${called}-${tag}.whl`);
  await host.makeFolder(folder);
  const { path: python } = await anyPython(host);
  const input = JSON.stringify({ path, files: all, record: `${info}/RECORD` });
  await host.run({ argv: [python, '-c', zip], input, timeoutMs: 30_000 });
  return path;
}
