/**
 * The ServiceAccount of a pod spec that names no ServiceAccount (admission plugin, `serviceaccount/admission.go`).
 * Null counts as no name.
 */
export const DEFAULT_SERVICE_ACCOUNT = 'default'

/** `NAMESPACE/NAME`; without a namespace `NAME`. */
export function namespacedName(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`
}

/** The pull secrets of a ServiceAccount that is not in the input, as the user gives them. */
export interface DeclaredServiceAccount {
  /** Absent for pods whose manifest has no namespace. */
  readonly namespace?: string
  readonly name: string
  readonly secrets: readonly string[]
}
