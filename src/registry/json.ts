/** An object of JSON, of which nothing is known but that it is one. */
export type JsonRecord = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object that a text holds, or `undefined` for anything else. */
export function parseRecord(text: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * What a JWT says, unchecked: ACR publishes no keys for its tokens, and whoever got one needs to know only when it
 * ends and what it is for.
 */
export function decodeClaims(token: string): JsonRecord | undefined {
  const [, claims] = token.split('.')
  return claims === undefined ? undefined : parseRecord(Buffer.from(claims, 'base64url').toString())
}

/** The moment a JWT ends, from its `exp` (seconds since 1970). */
export function expiryOf(token: string): Date | undefined {
  const seconds = decodeClaims(token)?.['exp']
  // 8.64e12: the last second that a Date can hold.
  return typeof seconds === 'number' && Math.abs(seconds) <= 8.64e12 ? new Date(seconds * 1000) : undefined
}
