/** The ServiceAccount of a pod spec that names none, or names it as null (admission `serviceaccount/admission.go`). */
export const DEFAULT_SERVICE_ACCOUNT = 'default'

/** `NAMESPACE/NAME`, or `NAME` where there is no namespace. */
export function namespacedName(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`
}

/** What the user says about a ServiceAccount that is not in the input. */
export interface DeclaredServiceAccount {
  /** Absent for manifests that give none. */
  readonly namespace?: string
  readonly name: string
  readonly secrets: readonly string[]
}
