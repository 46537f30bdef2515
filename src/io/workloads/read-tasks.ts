import { z } from 'zod';
import type { BackgroundTask } from '../../core/workloads/background-task.ts';
import { taskKey, taskOfKey } from '../../core/workloads/task-of-key.ts';
import type { HostReader } from '../hosts/port.ts';
import { askRedis } from '../services/ask-redis.ts';
import type { RedisAddress } from '../services/redis-command.ts';

/** The background tasks that are under way, by the Redis of the components; undefined where it does not tell. */
export async function readTasks(
  host: HostReader,
  environment: string,
  address: RedisAddress,
): Promise<readonly BackgroundTask[] | undefined> {
  const text = await askRedis(host, environment, address, 'tasks');
  if (text === undefined) return undefined;
  const found = z.array(taskKey).parse(JSON.parse(text));
  const tasks = new Map<string, BackgroundTask>();
  for (const key of found) {
    const task = taskOfKey(key);
    // What tells more of it comes last.
    if (task) tasks.set(task.id, { ...tasks.get(task.id), ...task });
  }
  return [...tasks.values()];
}
