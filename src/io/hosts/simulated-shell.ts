import type { SimulatedProcess } from './simulated-process.ts';

type Asked = Pick<SimulatedProcess, 'argv' | 'print'>;

/** What a look is answered: its script, and which time it is asked that. */
export type LookAnswer = (script: string, time: number) => string;

/** A `sh` for simulated hosts, which is asked by `lookAt` only. */
export const simulatedShell =
  (answer: LookAnswer) =>
  async ({ argv: [, , script = ''], print }: Asked): Promise<number> => {
    const asked = new Map<string, number>();
    for (const [, look = ''] of script.matchAll(/^look_\d+\(\) \{\n([\s\S]*?)\n\}$/gm)) {
      const time = asked.get(look) ?? 0;
      asked.set(look, time + 1);
      print(`\u001e${answer(look, time)}`);
    }
    return 0;
  };
