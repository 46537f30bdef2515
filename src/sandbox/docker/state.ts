import { z } from 'zod';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import type { Layout } from '../layout.ts';
import { loadJson } from '../load-json.ts';

const dockerState = z.object({
  /** `unix:///…/docker.sock` */
  address: z.string(),
  /** Whether the daemon is the sandbox's own, or the machine's. */
  own: z.boolean(),
  /** What there was before, and so stays when the sandbox goes. */
  before: z.object({
    /** Folders and files that daemons make outside of their own. */
    paths: z.array(z.string()),
    volumes: z.array(z.string()),
    images: z.array(z.string()),
  }),
});
/** Which Docker daemon a sandbox uses; written before anything is made there. */
export type DockerState = Readonly<z.infer<typeof dockerState>>;

/** Undefined where none was chosen yet. @throws BaiupError `sandbox.damaged` */
export async function loadDockerState(layout: Layout): Promise<DockerState | undefined> {
  return loadJson(layout, layout.docker, dockerState);
}

export async function saveDockerState(layout: Layout, state: DockerState): Promise<void> {
  await writeFileAtomic(layout.docker, `${JSON.stringify(state, null, 2)}\n`);
}
