import type { LabMember } from './hosts.ts';
import type { HostFiles } from './root.ts';

const root = '/home/bai/.pyenv';

/** Stands for the real one, which no package index has: it does what a start script asks of pyenv, by the same layout. */
const program = `#! /bin/sh
case "$1" in
  init) echo 'export PATH="${root}/shims:$PATH"' ;;
  virtualenv-init) echo 'export PYENV_VIRTUALENV_INIT=1' ;;
  version-name) cat "$PWD/.python-version" ;;
  *) echo "pyenv: no such command \\"$1\\"" >&2; exit 1 ;;
esac
`;

/** A shim looks for the version that the working folder names. */
const shim = `#! /bin/sh
exec "${root}/versions/$(${root}/bin/pyenv version-name)/bin/$(basename "$0")" "$@"
`;

/** The layout of pyenv-virtualenv around an environment. */
export function pyenvFiles({ folder }: LabMember, environmentName: string): HostFiles {
  const owner = 'bai';
  return {
    [`/home/bai/${folder}/.python-version`]: { content: `${environmentName}\n`, owner },
    [`${root}/bin/pyenv`]: { content: program, mode: 0o755, owner },
    [`${root}/shims/python`]: { content: shim, mode: 0o755, owner },
  };
}
