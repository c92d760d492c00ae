/**
 * The pull secrets of a pod, as the ServiceAccount admission plugin and the kubelet see them
 * (`serviceaccount/admission.go`, `kubelet_pods.go` getPullSecretsForPod).
 */

/** What a pod spec says of its pull secrets, each in order and as written. */
export interface ListedNames {
  /** Its own list; absent where there is no such key, so that what is merged in counts. */
  readonly own?: readonly string[]
  /** What a merge key brings in. */
  readonly merged?: readonly string[]
}

/** What a ServiceAccount says to its pods. */
export interface PullSecretsOfAccount {
  readonly secrets: readonly string[]
  /** `kubernetes.io/enforce-mountable-secrets`: a pod may name only these. */
  readonly enforcesMountableSecrets: boolean
}

/** The names of a list that count: each once, in order, without empty ones, which the kubelet passes over. */
export function distinctNames(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter(name => name !== ''))]
}

/**
 * The names of the pod's own list, which hides its ServiceAccount's as soon as it has any entry; `undefined` where it
 * has none, so that the ServiceAccount's list is copied onto the pod.
 */
export function ownNames({ own, merged = [] }: ListedNames): readonly string[] | undefined {
  const names = own ?? merged
  return names.length === 0 ? undefined : distinctNames(names)
}

/** The names in force: the pod's own, else its ServiceAccount's, of which nothing may be known. */
export function effectiveNames(
  listed: ListedNames,
  account: PullSecretsOfAccount | undefined,
): readonly string[] {
  return ownNames(listed) ?? account?.secrets ?? []
}

/** Of the names that a pod would list itself, those for which its ServiceAccount has the API server reject it. */
export function unmountableNames(
  names: readonly string[],
  account: PullSecretsOfAccount | undefined,
): readonly string[] {
  if (account === undefined || !account.enforcesMountableSecrets) return []
  const mountable = new Set(account.secrets)
  return names.filter(name => !mountable.has(name))
}
