import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';
import { root } from '../lib/baiup.ts';

const web = join(root, 'web');

const common: InlineConfig = {
  root: web,
  configFile: false,
  logLevel: 'error',
  // What is read of the machine has no place in what is built.
  envDir: false,
};

const target = 'es2023';

/** The page: index.html, and its script and style with names that change with their content. */
export async function buildPage(outDir: string): Promise<void> {
  await build({
    ...common,
    build: { outDir, target, emptyOutDir: true, modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  });
}

/** What makes a report of data: a program for Node.js that needs nothing else, its style, and a script that folds. */
export async function buildReport(outDir: string): Promise<void> {
  const rest = { outDir, target, emptyOutDir: false, copyPublicDir: false };
  const named = { entryFileNames: '[name].js', assetFileNames: '[name][extname]' };
  await build({
    ...common,
    ssr: { noExternal: true },
    build: {
      ...rest,
      ssr: true,
      rolldownOptions: { input: { report: join(web, 'report/render.tsx') }, output: named },
    },
  });
  await build({
    ...common,
    build: {
      ...rest,
      rolldownOptions: {
        input: { 'report-fold': join(web, 'report/fold.ts') },
        output: { ...named, format: 'iife' },
      },
    },
  });
  await build({
    ...common,
    build: { ...rest, rolldownOptions: { input: { report: join(web, 'style/report.css') }, output: named } },
  });
}

/** @param outDir absolute */
export async function buildWeb(outDir: string): Promise<void> {
  await buildPage(outDir);
  await buildReport(outDir);
}
