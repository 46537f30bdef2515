/** Variables as files of `EnvironmentFile=`, and files that a shell reads, hold them: `NAME=value`, in quotes or not. */
export function variablesInFile(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/s, '$2')]];
    }),
  );
}
