/** The code of an error or of what caused it, such as `ECONNREFUSED`; or `''`. */
export function errorCode(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(cause.code))
      return cause.code
  }
  return ''
}

/** An error that says no more than a code, for its message may be shown and its cause may hold a secret. */
export function codedError(code: string): Error {
  return Object.assign(new Error(code), { code })
}
