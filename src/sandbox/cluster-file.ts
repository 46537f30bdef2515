import { stringify } from 'yaml';
import { type ComponentName, type Inventory, inventorySchema } from '../core/cluster/inventory.ts';
import { agentId, agentVarBase } from './configurations/agent.ts';
import { coordinatorDatabase } from './configurations/app-proxy.ts';
import { databaseName } from './configurations/manager.ts';
import { address, type Ingredients, namespace } from './configurations/shared.ts';
import { image, imageName } from './fixtures.ts';
import { declaredAt, memberOf } from './members.ts';
import { portOf } from './record.ts';

const host = 'local';

/** cluster.yaml, as an operator would write it for this cluster. */
export function clusterFile(ingredients: Ingredients): string {
  const { layout, record } = ingredients;
  const inventory: Inventory = {
    cluster: layout.name,
    hosts: { [host]: { transport: 'local' } },
    database: {
      ...address(portOf(record, 'postgres')),
      name: databaseName,
      user: 'postgres',
      password: record.databasePassword,
    },
    etcd: { ...address(portOf(record, 'etcd')), namespace },
    redis: address(portOf(record, 'redis')),
    api: {
      url: `http://127.0.0.1:${portOf(record, 'manager')}`,
      accessKey: record.accessKey,
      secretKey: record.secretKey,
    },
    proof: { image: imageName, architecture: image.architecture, scalingGroup: 'default' },
    components: declaredAt(record.version).map((component) => member(ingredients, component)),
  };
  return stringify(inventorySchema.parse(inventory));
}

function member(ingredients: Ingredients, component: ComponentName): Inventory['components'][number] {
  const { layout, record } = ingredients;
  const { id, endpoint, since } = memberOf(component);
  return {
    id,
    component,
    host,
    ...(since === undefined ? {} : { since }),
    service: { kind: 'process', folder: layout.service(component) },
    config: layout.config(component),
    workdir: layout.workdir(component),
    endpoint: address(portOf(record, endpoint)),
    ...(component === 'agent'
      ? { agent: { id: agentId(ingredients), varBase: agentVarBase(ingredients) } }
      : {}),
    ...(component === 'app-proxy-coordinator'
      ? {
          database: {
            ...address(portOf(record, 'postgres')),
            name: coordinatorDatabase,
            user: coordinatorDatabase,
            password: record.databasePassword,
          },
        }
      : {}),
  };
}
