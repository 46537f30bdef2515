import { afterAll, describe, expect, it } from 'vitest';
import { labDown } from '../../scripts/lab/down.ts';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import { labStatus } from '../../scripts/lab/status.ts';
import { labUp } from '../../scripts/lab/up.ts';
import { labName } from './lab-name.ts';

const name = labName('again');
const options = { name, shape: 'small', version: '24.03.10' } as const;
const obstacle = await labObstacle();
const title = `a lab that stands${obstacle === undefined ? '' : ` [left out: ${obstacle}]`}`;

describe.skipIf(obstacle !== undefined)(title, () => {
  afterAll(() => labDown(name), 120_000);

  it('is left alone by a second up', async () => {
    await labDown(name);
    const before = await labStatus(await labUp(options));
    expect(await labStatus(await labUp(options))).toEqual(before);
  }, 900_000);
});
