import { BaiupError } from '../../lib/errors.ts';
import type { Ingredients } from '../configurations/shared.ts';
import type { Fixture } from '../fixtures.ts';
import { imageId, sessionImageLabels } from './load-image.ts';
import { loadDockerState } from './state.ts';

/** Fixtures whose image is the one that Docker has: agents compare ids, and go by the labels that the manager knows. */
export async function withSessionImage(
  { layout, record }: Ingredients,
  fixtures: readonly Fixture[],
): Promise<readonly Fixture[]> {
  if (!record.docker) return fixtures;
  const state = await loadDockerState(layout);
  const id = state && (await imageId(state.address));
  if (id === undefined) throw new BaiupError('sandbox.not-prepared', 'Docker lost the image of sessions');
  return fixtures.map(({ images, ...others }) => {
    if (!Array.isArray(images)) return { ...others, ...(images === undefined ? {} : { images }) };
    const rows = images.map((row) => ({ ...row, config_digest: id, labels: sessionImageLabels }));
    return { ...others, images: rows };
  });
}
