import type { Inventory } from '../../../core/cluster/inventory.ts';
import type { SeenLocations } from '../../../core/configuration/seen-locations.ts';
import type { ClusterAnswers } from './ask-cluster.ts';
import { draftTls } from './draft-tls.ts';
import type { DraftMember } from './found-cluster.ts';
import { type DraftPart, type Ground, outward } from './ground.ts';
import { reachedThrough, throughText } from './reached-through.ts';
import { secretIn } from './secret-in.ts';

type Servers = Pick<Inventory, 'database' | 'etcd' | 'redis'>;

const unseen = 'nothing accepts connections there from this machine: it must reach it';

/** Says where the secret is that only a unit knows. */
function secretRemark(source: object | string, unit: string): string[] {
  if (typeof source === 'string' || !('env' in source)) return [];
  return [`${unit} has it as a variable of its unit: export it under this name before you run baiup`];
}

/** Redis as etcd has it for all components; behind Sentinel there is no one address. */
function redisIn(answers: ClusterAnswers): { readonly host: string; readonly port: number } | undefined {
  const told = 'redis' in answers.etcd ? answers.etcd.redis['config/redis/addr'] : undefined;
  const [, host = '', port = ''] = /^"?\[?(.*?)\]?:(\d+)"?$/.exec(told ?? '') ?? [];
  return port === '' ? undefined : { host, port: Number(port) };
}

/** Database, etcd and Redis, as a manager has them. */
export async function draftServers(
  { written: { id, host: on }, found }: DraftMember,
  seen: SeenLocations,
  answers: ClusterAnswers,
  ground: Ground,
): Promise<DraftPart<Servers>> {
  const remarks: Record<string, string[]> = {};
  const say = (key: string, ...texts: string[]) => {
    if (texts.length > 0) remarks[key] = [...(remarks[key] ?? []), ...texts];
  };
  const reached = async (
    section: string,
    address: { host?: string; port?: number } | undefined,
    port: number,
  ) => {
    const told = address?.host ?? '127.0.0.1';
    const known = { host: outward(told, on, ground), port: address?.port ?? port };
    if (address?.host === undefined) say(section, `guessed: ${id} does not tell where it is`);
    else if (known.host !== told) say(section, `${id} has it at ${told}`);
    if (await ground.accepts(known)) return known;
    const through = await reachedThrough(on, [known, { ...known, host: told }], ground);
    say(section, through ? throughText(on) : unseen);
    return through ?? known;
  };
  const redis = redisIn(answers);
  const [database, etcd, atRedis] = [
    await reached('database', seen.database, 5432),
    await reached('etcd', seen.etcd, 2379),
    redis && { ...redis, host: outward(redis.host, on, ground) },
  ];
  const password = secretIn(found, id, 'db.password');
  say('database.password', ...secretRemark(password, id));
  if ('mayCreate' in answers.database && answers.database.mayCreate?.answer === false)
    say('database.user', 'it may not create databases, which going back needs: name a role with CREATEDB');
  const isEncrypted = 'encrypted' in answers.database ? answers.database.encrypted?.answer : undefined;
  const secured = draftTls({ found, id, ssl: seen.database?.ssl, isEncrypted });
  say('database.tls', ...secured.remarks);
  const user = seen.etcd?.user || undefined;
  const etcdPassword = user === undefined ? undefined : secretIn(found, id, 'etcd.password');
  if (etcdPassword !== undefined) say('etcd.password', ...secretRemark(etcdPassword, id));
  return {
    keys: {
      database: {
        ...database,
        name: seen.database?.name ?? 'backend',
        user: seen.database?.user ?? 'postgres',
        password,
        ...(secured.tls ? { tls: secured.tls } : {}),
      },
      etcd: {
        ...{ ...etcd, namespace: seen.etcd?.namespace ?? 'local' },
        ...(user === undefined || etcdPassword === undefined ? {} : { user, password: etcdPassword }),
      },
      ...(atRedis ? { redis: atRedis } : {}),
    },
    remarks,
  };
}
