import { simulatedWheel } from './simulated-wheel.ts';

const folder = 'ai/backend/manager/models/alembic';
const revision = (id: string, down: string | null) =>
  `revision = "${id}"\ndown_revision = ${down === null ? 'None' : `"${down}"`}\n`;

/** A manager's wheel whose revisions follow each other, big enough that reading it in parts is worth it. */
export function simulatedManager(version: string, chain: readonly string[]): Buffer {
  const info = `backend_ai_manager-${version}.dist-info`;
  return simulatedWheel({
    [`${folder}/env.py`]: 'x = 1',
    'ai/backend/manager/big.bin': Array.from({ length: 40_000 }, (_, n) => n * 7919).join(''),
    ...Object.fromEntries(
      chain.map((id, at) => [`${folder}/versions/${id}_x.py`, revision(id, chain[at - 1] ?? null)]),
    ),
    [`${folder}/revision_history/23.09.10.json`]: '{}',
    ...Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`ai/backend/manager/part_${at}.py`, ''])),
    [`${info}/METADATA`]: 'Metadata-Version: 2.1\nRequires-Python: >=3.12,<3.13\n\ntext',
    [`${info}/entry_points.txt`]: '[backendai_cli_v10]\nmgr = ai.backend.manager.cli.__main__:main\n',
    [`${info}/RECORD`]: 'x',
  });
}

/** A coordinator's wheel whose revisions follow each other. */
export function simulatedCoordinator(version: string, chain: readonly string[]): Buffer {
  const info = `backend_ai_appproxy_coordinator-${version}.dist-info`;
  const scripts = 'ai/backend/appproxy/coordinator/models/alembic/versions';
  return simulatedWheel({
    ...Object.fromEntries(
      chain.map((id, at) => [`${scripts}/${id}_x.py`, revision(id, chain[at - 1] ?? null)]),
    ),
    [`${info}/METADATA`]: 'Metadata-Version: 2.1\nRequires-Python: >=3.12,<3.13\n\ntext',
    [`${info}/RECORD`]: 'x',
  });
}
