import type { ConfigurationFault } from '../configuration/fault.ts'
import type { Outcome, Transformation } from '../inject/outcome.ts'
import { nameResource } from '../manifest/resource.ts'
import { describeName, isChanged } from '../report/wording.ts'
import { fieldAt, itemAt, referenceOf } from './resource-list.ts'
import type { ListItem, ResourceList, ResourceReference } from './resource-list.ts'

/** One entry of the `results` of a ResourceList, in the form of the specification. */
export interface KrmResult {
  readonly message: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly resourceRef?: ResourceReference
  readonly field?: { readonly path: string }
  readonly file?: { readonly path: string; readonly index?: number }
  /** Only for errors and warnings: the diagnostic's code, for programs. */
  readonly tags?: { readonly code: string }
}

/**
 * An error for each problem, and a warning for each warning. If there is no problem, also an info for each name that
 * was added.
 */
export function resultsOf({ outcomes, problems }: Transformation, list: ResourceList): readonly KrmResult[] {
  const errors = problems.map(({ resource, line, what, remedy, code }): KrmResult => ({
    message: `${what}; ${remedy}`,
    severity: 'error',
    ...(line === undefined ? {} : placeOf(itemAt(list, resource, line), line, list)),
    tags: { code },
  }))
  const others = outcomes.flatMap(outcome => [
    ...warningsOf(outcome, list),
    ...(problems.length > 0 ? [] : changesOf(outcome, list)),
  ])
  return [...errors, ...others]
}

function warningsOf({ identity, warnings }: Outcome, list: ResourceList): readonly KrmResult[] {
  return warnings.map(({ code, line, message }) => ({
    message,
    severity: 'warning',
    ...placeOf(itemAt(list, nameResource(identity), line), line, list),
    tags: { code },
  }))
}

/** The `field` of a result is the image that needs the pull secret, if there is one. */
function changesOf(outcome: Outcome, list: ResourceList): readonly KrmResult[] {
  if (!isChanged(outcome)) return []
  const item = itemAt(list, nameResource(outcome.identity), outcome.line)
  return outcome.changes.map(change => {
    const line = outcome.causes?.find(({ name }) => name === change.name)?.line
    const message = `added pull secret ${describeName(change)}`
    return { message, severity: 'info', ...placeOf(item, line, list) }
  })
}

function placeOf(
  item: ListItem | undefined,
  line: number | undefined,
  list: ResourceList,
): Pick<KrmResult, 'resourceRef' | 'field' | 'file'> {
  if (item === undefined) return {}
  const path = line === undefined ? undefined : fieldAt(list, item, line)
  return {
    resourceRef: item.reference,
    ...(path === undefined ? {} : { field: { path } }),
    ...(item.file === undefined ? {} : { file: item.file }),
  }
}

/** The results for faults in the `functionConfig`. */
export function resultsOfFaults(
  faults: readonly ConfigurationFault[],
  { functionConfig }: ResourceList,
): readonly KrmResult[] {
  return faults.map(({ what, remedy }) => ({
    message: `${what}; ${remedy}`,
    severity: 'error',
    ...(functionConfig === undefined ? {} : { resourceRef: referenceOf(functionConfig) }),
  }))
}
