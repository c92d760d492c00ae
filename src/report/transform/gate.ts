import type { ChangeCause, Outcome, Transformation } from '../../inject/outcome.ts'
import { nameResource } from '../../manifest/resource.ts'
import { countOf, enumerate, isChanged, shortImage } from '../wording.ts'

/** How a person makes the change that was only looked for. */
export interface Fix {
  /** What is done by it, before a colon: `to change the files, type`. */
  readonly remedy: string
  /** A line to type. */
  readonly command: string
}

/** A change that is not made yet, where it is called for. */
export interface PendingChange {
  readonly code: 'missing-pull-secret' | 'listed-pull-secret'
  readonly source: string
  /** 1-based. */
  readonly line: number
  readonly resource: string
  readonly what: string
}

/** What keeps the input from being as it should, in its order; none where something could not be read. */
export function pendingChanges({ problems, outcomes }: Transformation): readonly PendingChange[] {
  return problems.length > 0 ? [] : outcomes.filter(isChanged).flatMap(changesOf)
}

/** Those of one resource that changes. */
export function changesOf(outcome: Outcome): readonly PendingChange[] {
  const { source, identity, status, causes = [] } = outcome
  const code = status === 'removed' ? 'listed-pull-secret' : 'missing-pull-secret'
  const place = { code, source, resource: nameResource(identity) } as const
  const known = causes.length > 0 ? causes : causesByRegistry(outcome)
  return known.map(({ name, line, image, others }) => {
    const more = others === 0 ? '' : ` and ${countOf(others, 'more image')}`
    const end = image === undefined ? 'is still listed' : `is not listed for ${shortImage(image)}${more}`
    return { ...place, line, what: `pull secret ${name} ${end}` }
  })
}

/** Where nobody looked for images, or as of a service account they are elsewhere. Names that are taken over need no cause. */
function causesByRegistry({ status, changes, line }: Outcome): readonly ChangeCause[] {
  if (status === 'removed') return changes.map(({ name }) => ({ name, line, others: 0 }))
  return changes
    .filter(({ registries }) => registries.length > 0)
    .map(({ name, registries }) => ({ name, line, image: enumerate(registries), others: 0 }))
}

/** A pending change and what to type, without its place. */
export function sentenceOfChange({ resource, what }: PendingChange, fix: Fix | undefined): string {
  return `${resource}: ${what}${fix === undefined ? '' : `; ${fix.remedy}: ${fix.command}`}`
}
