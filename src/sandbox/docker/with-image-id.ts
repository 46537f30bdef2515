import type { Fixture } from '../fixtures.ts';
import { sessionImageLabels } from './load-image.ts';

/** Fixtures whose image is one that Docker has: agents compare ids, and go by the labels that the manager knows. */
export function withImageId(fixtures: readonly Fixture[], id: string): readonly Fixture[] {
  return fixtures.map(({ images, ...others }) => {
    if (!Array.isArray(images)) return { ...others, ...(images === undefined ? {} : { images }) };
    const rows = images.map((row) => ({ ...row, config_digest: id, labels: sessionImageLabels }));
    return { ...others, images: rows };
  });
}
