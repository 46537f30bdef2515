import { oneAtATime } from '../../lib/one-at-a-time.ts';
import { HttpRefusal } from './answers.ts';
import type { Site } from './site.ts';
import type { Task } from './wire.ts';

const refused = (code: string, message: string, hint?: string): HttpRefusal =>
  new HttpRefusal(409, { code, message, ...(hint ? { hint } : {}) });

/** What is asked of runs from pages. What two people ask of one run is done one after the other. */
export function openSteering(site: Site) {
  const turns = new Map<string, ReturnType<typeof oneAtATime>>();
  const inTurn = <T>(run: string, act: () => Promise<T>): Promise<T> => {
    const turn = turns.get(run) ?? oneAtATime();
    turns.set(run, turn);
    return turn(act);
  };

  const isDriven = async (run: string): Promise<boolean> => {
    const driver = await (await site.reader(run)).driver();
    return driver !== undefined && driver.life !== 'dead';
  };

  /** @throws HttpRefusal where what was typed is not the name of the run's cluster */
  const requireName = async (run: string, typed: string): Promise<void> => {
    const { run: found } = await site.run(run);
    if (typed === found.cluster) return;
    throw new HttpRefusal(400, {
      code: 'cluster.name',
      message: 'what was typed is not the name of the cluster',
      left: 'nothing was changed',
    });
  };

  /** One process at a time goes on with a run, or back: the first task counts until it has ended. */
  const refuseSecond = async (run: string): Promise<void> => {
    const going = (await site.tasks.list()).find((task) => task.run === run && task.state === 'going');
    if (going)
      throw refused('run.driven-elsewhere', `${going.who} has begun ${going.what} of ${run} already`);
  };

  const drive = async (what: 'resume' | 'rollback' | 'abort', run: string, who: string): Promise<Task> => {
    // What was typed into the address is no run, and may look like a flag.
    const { name } = await site.reader(run);
    const argv = [what, name, ...(what === 'resume' ? [] : ['--yes']), ...site.clusterArguments];
    return site.tasks.begin({ what, argv, who, run: name });
  };

  return {
    pause: (run: string, who: string): Promise<{ heard: true }> =>
      inTurn(run, async () => {
        if (!(await isDriven(run))) throw refused('run.not-driven', `nobody drives ${run}: it stands still`);
        await site.pause(run, who);
        return { heard: true };
      }),
    approve: (run: string, steps: readonly string[], who: string) =>
      inTurn(run, async () => {
        const { view } = await site.run(run);
        const isOpen = view?.state === 'running' || view?.state === 'stopped';
        const waiting = isOpen ? view.steps.filter((step) => step.state === 'waiting') : [];
        if (waiting.length === 0) {
          const hint = 'somebody else has approved it, or the run goes back';
          throw refused('approval.none', `${run} waits for no approval`, hint);
        }
        const isSame = waiting.length === steps.length && waiting.every(({ step }) => steps.includes(step));
        if (!isSame)
          throw refused(
            'approval.other',
            `${run} waits for other steps than those that were shown`,
            'look again',
          );
        return { approved: await site.approve(run, who) };
      }),
    resume: (run: string, who: string): Promise<Task> =>
      inTurn(run, async () => {
        await refuseSecond(run);
        return drive('resume', run, who);
      }),
    abort: (run: string, typed: string, who: string): Promise<Task | { heard: true }> =>
      inTurn(run, async () => {
        await requireName(run, typed);
        if (await isDriven(run)) {
          await site.abort(run, who);
          return { heard: true };
        }
        await refuseSecond(run);
        return drive('abort', run, who);
      }),
    rollback: (run: string, typed: string, who: string): Promise<Task> =>
      inTurn(run, async () => {
        await requireName(run, typed);
        await refuseSecond(run);
        return drive('rollback', run, who);
      }),
  };
}
