import type { HostReader } from './port.ts';

/** Something to be read on a host, and what the answer means. */
export interface HostLook<T> {
  /** Lines of `sh` that only read. */
  readonly script: string;
  /** What the lines have as `$1`, `$2` … */
  readonly words?: readonly string[];
  readonly parse: (printed: string) => T;
}

type Looks = Readonly<Record<string, HostLook<unknown>>>;
export type Looked<L extends Looks> = { readonly [Name in keyof L]: ReturnType<L[Name]['parse']> };

const begin = '\u001e';

/** Each look is a function, so that it has words of its own, and cannot end those after it. */
function scriptOf(looks: readonly HostLook<unknown>[]): string {
  let used = 0;
  const calls = looks.map(({ words = [] }, index) => {
    const own = words.map((_word, at) => `"\${${used + at + 1}}"`);
    used += words.length;
    return `printf '\\036'; ( look_${index} ${own.join(' ')} ) 2>/dev/null`;
  });
  const functions = looks.map(({ script }, index) => `look_${index}() {\n${script}\n}`);
  return [...functions, ...calls, ':'].join('\n');
}

/** All looks as one question: a host far away is asked once. @throws BaiupError those of `HostReader.ask` */
export async function lookAt<L extends Looks>(
  host: HostReader,
  looks: L,
  timeoutMs: number,
): Promise<Looked<L>> {
  const all = Object.entries(looks);
  const script = scriptOf(all.map(([, look]) => look));
  const words = all.flatMap(([, look]) => look.words ?? []);
  const { stdout, stderr } = await host.ask({ argv: ['sh', '-c', script, 'baiup', ...words], timeoutMs });
  const [, ...answers] = stdout.split(begin);
  if (answers.length !== all.length)
    throw new Error(`${host.name} does not answer as a shell does: ${stderr.trim() || 'nothing'}`);
  return Object.fromEntries(
    all.map(([name, { parse }], index) => [name, parse(answers[index] ?? '')]),
  ) as Looked<L>;
}
