import { endOfToken } from '../pull-secret/token.ts'

/** The moment a JWT ends, from its `exp`. */
export function expiryOf(token: string): Date | undefined {
  const end = endOfToken(token)
  return end === undefined ? undefined : new Date(end)
}
