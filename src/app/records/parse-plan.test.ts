import { describe, expect, it } from 'vitest';
import { planFormat } from '../../core/plan/plan.ts';
import { identified } from '../../core/plan/plan-id.ts';
import { BaiupError } from '../../lib/errors.ts';
import { planned } from '../planner/simulated-plan.ts';
import { parsePlan } from './parse-plan.ts';

const plan = planned('24.03.10', '24.03.11');
const text = (change: object = {}): string => JSON.stringify({ ...plan, ...change });

function refusal(of: string): BaiupError {
  try {
    parsePlan(of, 'plan.json');
  } catch (error) {
    if (error instanceof BaiupError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('parsePlan', () => {
  it('takes what the planner made', () => {
    expect(parsePlan(text(), 'plan.json')).toEqual(plan);
  });

  it.each([
    ['', 'plan.json is not JSON: it was cut short or edited'],
    ['{"format":\n3,\n]', 'plan.json is not JSON (line 3): it was cut short or edited'],
    [text().slice(0, -10), 'plan.json is not JSON'],
    [`\uFEFF${text()}`, 'plan.json is not JSON'],
    ['null', 'plan.json is not a plan of baiup'],
    ['[]', 'plan.json is not a plan of baiup'],
    ['"plan"', 'plan.json is not a plan of baiup'],
    ['{"to":"24.09.4","findings":[]}', 'plan.json is not a plan of baiup'],
    [text({ format: String(planFormat) }), 'plan.json is not a plan of baiup'],
    [text({ format: planFormat - 1 }), 'plan.json is a plan of an older baiup: '],
    [text({ format: planFormat + 1 }), 'plan.json is a plan of a newer baiup: '],
    [text({ speed: 'high' }), 'plan.json: the whole plan knows no "speed"'],
    [text({ hops: 3, from: 4 }), 'plan.json: from must be text; hops must be a list'],
    [text({ window: { seconds: 'long', needed: 1 } }), 'plan.json: window.seconds must be a number'],
    [text({ id: '../../evil' }), 'plan.json: id must be "p-" and eight hexadecimal digits'],
    [text({ id: 'p-1234/678' }), 'plan.json: id must be "p-" and eight hexadecimal digits'],
    [
      `${text().slice(0, -1)},"to":"24.03.11"}`,
      'plan.json is not a plan that baiup wrote: the key "to" appears twice',
    ],
    [
      `${'['.repeat(1e5)}${']'.repeat(1e5)}`,
      'plan.json is not a plan that baiup wrote: it is nested more than 40 deep',
    ],
  ])('says what %.30s is', (given, message) => {
    const error = refusal(given);
    expect(error.message.slice(0, message.length)).toBe(message);
    expect(error).toMatchObject({
      code: 'plan.file-wrong',
      exit: 64,
      hint: expect.stringContaining('make it again'),
    });
  });

  it('refuses a step whose id leads out of a folder', () => {
    const evil = JSON.parse(text(), (_key, value) => (value === '1.stop.m1' ? '1.stop/../m1' : value));
    expect(refusal(JSON.stringify(identified(evil)))).toMatchObject({
      code: 'plan.file-wrong',
      message: expect.stringContaining('must be the id of a step, like 2.stop.m1'),
    });
  });

  it('refuses a plan that was edited', () => {
    expect(refusal(text({ to: '24.03.12' }))).toMatchObject({
      code: 'plan.changed',
      exit: 2,
      left: 'nothing was changed',
      message: expect.stringMatching(
        /^plan\.json was edited: its content has the id p-[0-9a-f]{8}, but it says p-/,
      ),
    });
  });

  it('refuses what no planner makes, also under an id that fits', () => {
    const stopless = structuredClone(plan);
    for (const { phases } of stopless.hops) {
      for (const phase of phases) phase.steps = phase.steps.filter(({ id }) => !id.includes('capture'));
    }
    expect(refusal(JSON.stringify(identified(stopless)))).toMatchObject({
      code: 'plan.unsound',
      exit: 2,
      findings: expect.arrayContaining([
        expect.objectContaining({
          summary: expect.stringMatching(/it needs 1\.capture\.database, which is not in the plan$/),
        }),
      ]),
    });
    const wrong = JSON.parse(text(), (key, value) => (key === 'stopTimeoutMs' ? 'long' : value));
    expect(refusal(JSON.stringify(identified(wrong))).findings[0]).toMatchObject({
      subject: 'hop 1, phase manager, step 1.stop.m1',
      summary: 'hop 1, phase manager, step 1.stop.m1: params.stopTimeoutMs must be a number',
    });
  });
});
