import { endOfToken } from '../pull-secret/token.ts'

export { decodeClaims } from '../pull-secret/token.ts'

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

/** The moment a JWT ends, from its `exp`. */
export function expiryOf(token: string): Date | undefined {
  const end = endOfToken(token)
  return end === undefined ? undefined : new Date(end)
}
