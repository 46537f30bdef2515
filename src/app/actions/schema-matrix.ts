import { schemaMatrix as matrixOf, type SchemaMatrix } from '../../core/schema/matrix.ts';
import { isCandidate } from '../../core/versions/is-candidate.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';

/** The database routes between all final releases, withdrawn ones included: a cluster may stand on one. */
export function schemaMatrix(): SchemaMatrix {
  return matrixOf(currentCatalog().releases.filter(({ version }) => !isCandidate(version)));
}
