import { createContext } from 'preact';

/** Goes to another page of ours without asking the server for it. */
export const Go = createContext<(path: string) => void>(() => undefined);

/** Whether a click is meant for this tab. */
const isPlain = ({ button, metaKey, ctrlKey, shiftKey, altKey, defaultPrevented }: MouseEvent): boolean =>
  button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey && !defaultPrevented;

/** Where a click on a link leads within the page; undefined where the browser does it. */
export function pathOfClick(event: MouseEvent): string | undefined {
  const link = (event.target as Element | null)?.closest?.('a');
  const href = link?.getAttribute('href');
  if (!isPlain(event) || !href?.startsWith('/') || href.startsWith('/api/') || link?.hasAttribute('download'))
    return undefined;
  return href;
}
