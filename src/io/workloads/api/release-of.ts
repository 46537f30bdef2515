import { parseVersion } from '../../../core/versions/parse-version.ts';
import type { Version } from '../../../core/versions/version.ts';
import { BaiupError } from '../../../lib/errors.ts';

/** The release that a manager says it is of. @throws BaiupError `api.unknown`: a build of somebody's own may say anything */
export function releaseOf(said: string): Version {
  try {
    return parseVersion(said);
  } catch (cause) {
    throw new BaiupError(
      'api.unknown',
      `the manager says that it is of release ${said}, which baiup does not know`,
      {
        hint: 'read from the database: --source database',
        cause,
      },
    );
  }
}
