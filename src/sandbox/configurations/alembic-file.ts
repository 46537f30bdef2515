/** An alembic.ini for the migrations of one package. @param where `user:password@host:port/name` */
export function alembicFile(scripts: string, where: string): string {
  return [
    '[alembic]',
    `script_location = ${scripts}`,
    `sqlalchemy.url = postgresql+asyncpg://${where}`,
    '',
    ...['[loggers]', 'keys = root, alembic', ''],
    ...['[handlers]', 'keys = stderr', ''],
    ...['[formatters]', 'keys = plain', ''],
    ...['[logger_root]', 'level = WARNING', 'handlers = stderr', ''],
    ...['[logger_alembic]', 'level = INFO', 'handlers =', 'qualname = alembic', ''],
    ...['[handler_stderr]', 'class = StreamHandler', 'args = (sys.stderr,)', 'formatter = plain', ''],
    ...['[formatter_plain]', 'format = %(levelname)s %(name)s %(message)s', ''],
  ].join('\n');
}
