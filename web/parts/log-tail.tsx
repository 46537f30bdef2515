interface LogTailProps {
  readonly title: string;
  readonly text: string;
}

/** The end of a log, as it is: one scrolls it with the keys. */
export function LogTail({ title, text }: LogTailProps) {
  return (
    <figure class="log">
      <figcaption>{title}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the keys */}
      <pre tabIndex={0}>{text}</pre>
    </figure>
  );
}
