import { BaiupError } from '../../lib/errors.ts';
import type { Ingredients } from '../configurations/shared.ts';
import type { Fixture } from '../fixtures.ts';
import { imageId } from './load-image.ts';
import { loadDockerState } from './state.ts';
import { withImageId } from './with-image-id.ts';

/** Fixtures whose image is the one that the sandbox's Docker has. */
export async function withSessionImage(
  { layout, record }: Ingredients,
  fixtures: readonly Fixture[],
): Promise<readonly Fixture[]> {
  if (!record.docker) return fixtures;
  const state = await loadDockerState(layout);
  const id = state && (await imageId(state.address));
  if (id === undefined) throw new BaiupError('sandbox.not-prepared', 'Docker lost the image of sessions');
  return withImageId(fixtures, id);
}
