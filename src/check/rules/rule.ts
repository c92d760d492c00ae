import { lacksCredential } from '../examine.ts'
import type { CheckContext, Examined, ListedSecret } from '../examine.ts'
import type { Finding, Severity } from '../finding.ts'
import { locationOf } from '../inventory.ts'
import type { KnownSecret } from '../inventory.ts'

/** Looks at one examined pod spec for one sort of fault. */
export type Rule = (examined: Examined, context: CheckContext) => readonly Finding[]

/** A finding before it has a place. */
export type Words = Pick<
  Finding,
  'code' | 'severity' | 'brief' | 'what' | 'remedy' | 'command' | 'injects' | 'image'
>

/** A finding about the pod spec, at a line as its reader counts it. */
export function atSite({ placed, site }: Examined, line: number, words: Words): Finding {
  const place = locationOf(placed, line)
  return {
    ...words,
    resource: placed.resource.identity,
    ...(place === undefined ? {} : { place }),
    ...(site.path === '' ? {} : { path: site.path }),
  }
}

/** A finding about a Secret. */
export function atSecret({ identity, place }: KnownSecret, words: Words): Finding {
  return { ...words, resource: identity, ...(place === undefined ? {} : { place }) }
}

/** Gives the line of a name in the pod spec's own list, else of the list, or of the place where one would stand. */
export function linesOf({ site: { list } }: Examined): (listed: ListedSecret) => number {
  const lines = new Map(list.entries.toReversed().map(({ name, line }) => [name, line]))
  return ({ name }) => lines.get(name) ?? list.line
}

/** What is wrong with a listed Secret matters as much as the images that need one: an error where one has no credential. */
export function severityOf({ images }: Examined): Severity {
  return images.some(lacksCredential) ? 'error' : 'warning'
}

/** The registry that a Secret is missing for: that of the first image which has no credential. */
export function hostInNeed({ images }: Examined): string {
  const image = images.find(({ status }) => status !== 'pulls') ?? images[0]
  return image?.registry.host ?? ''
}
