/** A JSON value. The keys of a resource are in the order of the output. */
export type Json = string | number | boolean | null | readonly Json[] | Fields
export interface Fields {
  readonly [key: string]: Json
}

/** An object with one key, or without keys if the value is `undefined`. */
export const optional = (key: string, value: Json | undefined): Fields =>
  value === undefined ? {} : { [key]: value }

/** The value, or `undefined` if it is empty. */
export const filled = <T extends readonly Json[] | Fields>(value: T): T | undefined =>
  Object.keys(value).length === 0 ? undefined : value

/** The object with sorted keys, which is kustomize's order. */
export const sorted = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)))
