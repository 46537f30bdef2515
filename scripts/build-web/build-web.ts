import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';
import { root } from '../lib/baiup.ts';

const web = join(root, 'web');

const common = (outDir: string): InlineConfig => ({
  root: web,
  configFile: false,
  logLevel: 'warn',
  // What is read of the machine has no place in what is built.
  envDir: false,
  build: { outDir, emptyOutDir: false, target: 'es2023' },
});

/** The page: index.html, and its script and style with names that change with their content. */
export async function buildPage(outDir: string): Promise<void> {
  const config = common(outDir);
  await build({
    ...config,
    build: { ...config.build, emptyOutDir: true, modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  });
}

/** @param outDir absolute */
export async function buildWeb(outDir: string): Promise<void> {
  await buildPage(outDir);
}
