/** Options by which the vendor's programs are told of their configuration file. */
const options = ['-f', '--config', '--config-path'];

/**
 * Which configuration file a service names, as it names it: by an option of its command, which counts first, or by a
 * variable. Undefined where the program looks for one.
 */
export function namedFile(
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
): string | undefined {
  const named = words.flatMap((word, index) => {
    const [option = '', value] = word.split(/=(.*)/s);
    if (!options.includes(option)) return [];
    return value ?? words[index + 1] ?? [];
  });
  return named.at(-1) ?? variables['BACKEND_CONFIG_FILE'];
}
