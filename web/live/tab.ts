import type { Tone } from '../parts/run-words.ts';

const icons: Readonly<Record<Tone, string>> = {
  quiet: '/quiet.svg',
  good: '/quiet.svg',
  needs: '/needs.svg',
  bad: '/bad.svg',
};

const signs: Readonly<Record<Tone, string>> = { quiet: '', good: '✓ ', needs: '? ', bad: '✗ ' };

/** What the tab shows, also while another one is in front. */
export function showInTab(tone: Tone, title: string): void {
  const shown = `${signs[tone]}${title}`;
  if (document.title !== shown) document.title = shown;
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (icon && icon.getAttribute('href') !== icons[tone]) icon.setAttribute('href', icons[tone]);
}
