import { join } from 'node:path';
import { z } from 'zod';
import { absolutePath } from '../../core/cluster/absolute-path.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { hostTrouble } from '../hosts/host-trouble.ts';
import type { Host, HostReader } from '../hosts/port.ts';

const serviceFile = z.strictObject({
  name: z.string().min(1),
  /** The virtual environment whose Python runs the module. */
  environment: absolutePath,
  module: z.string().min(1),
  arguments: z.array(z.string()),
  cwd: absolutePath,
  /** Not for secrets: the file is read by whoever may look at the service. */
  env: z.record(z.string(), z.string()).default({}),
  log: absolutePath,
});
/** A plain process as `service.json` describes it. */
export type ServiceFile = z.infer<typeof serviceFile>;

/** @throws BaiupError `service.unknown` where there is none or it cannot be understood. */
export async function loadServiceFile(host: HostReader, folder: string): Promise<ServiceFile> {
  const path = join(folder, 'service.json');
  try {
    const text = await host.readText(path);
    if (text === undefined) throw new Error('there is no such file');
    return serviceFile.parse(JSON.parse(text));
  } catch (error) {
    if (hostTrouble(error)) throw error;
    const why = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new BaiupError('service.unknown', `no service is described in ${path} on ${host.name}: ${why}`, {
      hint: 'point `service.folder` in the cluster file to the folder of an existing service.json',
      cause: error,
    });
  }
}

export async function saveServiceFile(host: Host, folder: string, file: ServiceFile): Promise<void> {
  await host.writeText(join(folder, 'service.json'), `${JSON.stringify(file, null, 2)}\n`);
}
