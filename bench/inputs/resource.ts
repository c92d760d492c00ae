/** A resource as plain JSON, with its keys in the order in which they are printed. */
export type Json = string | number | boolean | null | readonly Json[] | Fields
export interface Fields {
  readonly [key: string]: Json
}

/** A key and its value where there is one; else no key. */
export const optional = (key: string, value: Json | undefined): Fields =>
  value === undefined ? {} : { [key]: value }
