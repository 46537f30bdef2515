import { useEffect, useState } from 'preact/hooks';

/** How wide an element is, in pixels, as it changes, from when it is there. */
export function useWidth(first: number) {
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const [width, setWidth] = useState(first);
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(
      ([entry]) => entry && setWidth(Math.max(280, Math.floor(entry.contentRect.width))),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return { element: setElement, width };
}
