/** The code of an error or of its causes, such as `ECONNREFUSED`; `''` if none has a code. */
export function errorCode(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(cause.code))
      return cause.code
  }
  return ''
}

/**
 * An error with a code and nothing else: its message is safe to show. It has no cause, since a cause may contain a
 * secret.
 */
export function codedError(code: string): Error {
  return Object.assign(new Error(code), { code })
}
