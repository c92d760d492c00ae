import type { ChangeCause, Outcome, Transformation } from '../../inject/outcome.ts'
import { nameResource } from '../../manifest/resource.ts'
import { countOf, enumerate, isChanged, shortImage } from '../wording.ts'

/** How the user can make the changes that were only reported. */
export interface Fix {
  /** The effect of the command, before a colon: `to change the files, type`. */
  readonly remedy: string
  /** The command to type. */
  readonly command: string
}

/** A change that was not made, at the place that needs it. */
export interface PendingChange {
  readonly code: 'missing-pull-secret' | 'listed-pull-secret'
  readonly source: string
  /** 1-based. */
  readonly line: number
  readonly resource: string
  readonly what: string
}

/** The pending changes, in order. Empty if anything could not be read. */
export function pendingChanges({ problems, outcomes }: Transformation): readonly PendingChange[] {
  return problems.length > 0 ? [] : outcomes.filter(isChanged).flatMap(changesOf)
}

/** The pending changes of one resource. */
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

/**
 * Causes by registry, for an outcome that does not record the images, and for a ServiceAccount, whose images are in
 * other resources. Names copied from other lists need no cause.
 */
function causesByRegistry({ status, changes, line }: Outcome): readonly ChangeCause[] {
  if (status === 'removed') return changes.map(({ name }) => ({ name, line, others: 0 }))
  return changes
    .filter(({ registries }) => registries.length > 0)
    .map(({ name, registries }) => ({ name, line, image: enumerate(registries), others: 0 }))
}

/** A pending change and the command to type, without its place. */
export function sentenceOfChange({ resource, what }: PendingChange, fix: Fix | undefined): string {
  return `${resource}: ${what}${fix === undefined ? '' : `; ${fix.remedy}: ${fix.command}`}`
}
