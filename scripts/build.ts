import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildWeb } from './build-web/build-web.ts';
import { root } from './lib/baiup.ts';

/** Emits the package's `dist`: JavaScript by tsc, and beside it the Python programs and data that the code reads. */
const [src, dist] = [join(root, 'src'), join(root, 'dist')];
rmSync(dist, { recursive: true, force: true });
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(1);
const data = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.(py|txt|json)$/.test(path),
);
for (const path of data) cpSync(join(src, path), join(dist, path));
await buildWeb(join(dist, 'web'));
