/** Under which code it is told that a new program does not take its configuration, by what came of trying it. */
export const configurationTroubleCode = {
  refused: 'configuration.refused',
  unreadable: 'configuration.unreadable',
  hung: 'configuration.hung',
  command: 'configuration.command',
  elsewhere: 'configuration.elsewhere',
} as const;
