import { endOfToken } from '../pull-secret/jwt.ts'

/** The expiry of a JWT, from its `exp`; `undefined` for other texts. */
export function expiryOf(token: string): Date | undefined {
  const end = endOfToken(token)
  return end === undefined ? undefined : new Date(end)
}
