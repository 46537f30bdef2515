import { type CarriedPlugin, pluginText } from '../../core/components/carried-plugin.ts';
import { messageOf } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import type { EnvironmentRequest } from './environment-request.ts';

/** A plugin that an upgrade cannot bring along, and what the operator can decide. */
export function pluginUnavailable(
  { component, version, python }: Pick<EnvironmentRequest, 'component' | 'version' | 'python'>,
  plugin: Pick<CarriedPlugin, 'name' | 'take'>,
  why: unknown,
): Finding {
  const words = messageOf(why).trim().split('\n').slice(-4).join('\n');
  return {
    code: 'plugin.unavailable',
    severity: 'blocker',
    subject: plugin.name,
    summary: `${component} ${version} for Python ${python} cannot have ${pluginText(plugin)}, which the environment before has beside its release: ${words}`,
    hint: `decide in cluster.yaml, under "plugins" of the ${component}: "${plugin.name}: leave", another version, or the path of a folder of wheels`,
  };
}
