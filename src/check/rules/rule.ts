import { lacksCredential } from '../examine/examine.ts'
import type { CheckContext, Examined, ListedSecret } from '../examine/examine.ts'
import type { Finding, Severity } from '../finding.ts'
import { locationOf } from '../inventory/inventory.ts'
import type { KnownSecret } from '../inventory/inventory.ts'

/** Finds one kind of fault in an examined pod spec. */
export type Rule = (examined: Examined, context: CheckContext) => readonly Finding[]

/** A finding without its place. */
export type FindingText = Pick<
  Finding,
  'code' | 'severity' | 'brief' | 'what' | 'remedy' | 'command' | 'injects' | 'image'
>

/** Places a finding about a pod spec. `line` counts within the document. */
export function atSite(
  { placed, site }: Pick<Examined, 'placed' | 'site'>,
  line: number,
  words: FindingText,
): Finding {
  const place = locationOf(placed, line)
  return {
    ...words,
    resource: placed.resource.identity,
    ...(place === undefined ? {} : { place }),
    ...(site.path === '' ? {} : { path: site.path }),
  }
}

/** Places a finding about a Secret. */
export function atSecret({ identity, place }: KnownSecret, words: FindingText): Finding {
  return { ...words, resource: identity, ...(place === undefined ? {} : { place }) }
}

/**
 * Returns the line of a name in the pod spec's own list. For any other name, returns the line of the list, or of its
 * place.
 */
export function linesOf({ site: { list } }: Examined): (listed: ListedSecret) => number {
  const lines = new Map(list.entries.toReversed().map(({ name, line }) => [name, line]))
  return ({ name }) => lines.get(name) ?? list.line
}

/** The severity of a fault in a listed Secret: an error if an image has no credential. */
export function severityOf({ images }: Examined): Severity {
  return images.some(lacksCredential) ? 'error' : 'warning'
}

/** The registry of the first image without a credential. */
export function hostWithoutCredential({ images }: Examined): string {
  const image = images.find(({ status }) => status !== 'pulls') ?? images[0]
  return image?.registry.host ?? ''
}
