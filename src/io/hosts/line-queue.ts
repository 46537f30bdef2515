/** Lines that are put in at one end and read at the other, until it is ended. */
export function lineQueue() {
  const waiting: string[] = [];
  let isEnded = false;
  let wake: () => void = () => undefined;
  async function* read(): AsyncGenerator<string> {
    for (;;) {
      const line = waiting.shift();
      if (line !== undefined) yield line;
      else if (isEnded) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return {
    lines: read(),
    put: (line: string): void => {
      waiting.push(line);
      wake();
    },
    end: (): void => {
      isEnded = true;
      wake();
    },
  };
}
