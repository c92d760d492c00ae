import { parseRecord } from '../text/json-record.ts'
import type { JsonRecord } from '../text/json-record.ts'

/**
 * What a JWT says, unchecked: ACR publishes no keys for its tokens, and whoever got one needs to know only when it
 * ends and what it is for.
 */
export function decodeClaims(token: string): JsonRecord | undefined {
  const [, claims] = token.split('.')
  return claims === undefined ? undefined : parseRecord(Buffer.from(claims, 'base64url').toString())
}

/** The moment a JWT ends, from its `exp`, in milliseconds since 1970; `undefined` for what is none, and for one that does not end. */
export function endOfToken(token: string): number | undefined {
  const seconds = decodeClaims(token)?.['exp']
  // 8.64e12: the last second that a Date can hold.
  return typeof seconds === 'number' && Math.abs(seconds) <= 8.64e12 ? seconds * 1000 : undefined
}
