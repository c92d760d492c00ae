/** A resource as plain JSON, with its keys in the order in which they are printed. */
export type Json = string | number | boolean | null | readonly Json[] | Fields
export interface Fields {
  readonly [key: string]: Json
}

/** A key and its value where there is one; else no key. */
export const optional = (key: string, value: Json | undefined): Fields =>
  value === undefined ? {} : { [key]: value }

/** A list or an object with something in it. */
export const filled = <T extends readonly Json[] | Fields>(value: T): T | undefined =>
  Object.keys(value).length === 0 ? undefined : value

/** The same with its keys in the order in which kustomize prints them. */
export const sorted = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)))
