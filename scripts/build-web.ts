import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/baiup.ts';

/** Builds the dashboard and what a report is made of into `dist/web`; where Vite is not installed, says so and builds nothing. */
if (existsSync(join(root, 'node_modules/vite'))) {
  const { buildWeb } = await import('./build-web/build-web.ts');
  await buildWeb(join(root, 'dist/web'));
} else {
  console.log('The dashboard was not built: Vite is not installed.');
}
