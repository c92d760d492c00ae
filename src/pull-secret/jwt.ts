import { parseRecord } from '../text/json-record.ts'
import type { JsonRecord } from '../text/json-record.ts'

/**
 * The claims of a JWT, without verification: ACR publishes no keys for its tokens. Callers only need the expiry and
 * the scope.
 */
export function decodeClaims(token: string): JsonRecord | undefined {
  const [, claims] = token.split('.')
  return claims === undefined ? undefined : parseRecord(Buffer.from(claims, 'base64url').toString())
}

/**
 * The expiry of a JWT (`exp`) in milliseconds since 1970; `undefined` for other texts and for tokens without expiry.
 */
export function endOfToken(token: string): number | undefined {
  const seconds = decodeClaims(token)?.['exp']
  // 8.64e12: the last second that a Date can hold.
  return typeof seconds === 'number' && Math.abs(seconds) <= 8.64e12 ? seconds * 1000 : undefined
}
