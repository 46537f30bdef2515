/** Settings by which a server ends what goes on too long; older servers have some of them only. */
export const timeouts = [
  'lock_timeout',
  'statement_timeout',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'transaction_timeout',
] as const;
