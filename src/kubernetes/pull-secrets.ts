/**
 * The pull secrets of a pod, as the ServiceAccount admission plugin and the kubelet see them
 * (`serviceaccount/admission.go`, `kubelet_pods.go` getPullSecretsForPod).
 */

/** The pull secrets that a pod spec lists, in order and as written. */
export interface ListedNames {
  /** The pod spec's own list. Absent if the key is absent, so that `merged` counts. */
  readonly own?: readonly string[]
  /** The list that a YAML merge key brings in. */
  readonly merged?: readonly string[]
}

/** The parts of a ServiceAccount that decide about the pull secrets of its pods. */
export interface PullSecretsOfAccount {
  readonly secrets: readonly string[]
  /**
   * The annotation `kubernetes.io/enforce-mountable-secrets`: the API server rejects a pod that names any other
   * Secret.
   */
  readonly enforcesMountableSecrets: boolean
}

/** The names of a list without duplicates and without empty names, which the kubelet ignores. Keeps the order. */
export function distinctNames(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter(name => name !== ''))]
}

/**
 * The names of the pod's own list, or `undefined` if the list has no entry. A list with any entry hides the list of
 * the ServiceAccount; without one, the admission plugin copies the ServiceAccount's list to the pod.
 */
export function ownNames({ own, merged = [] }: ListedNames): readonly string[] | undefined {
  const names = own ?? merged
  return names.length === 0 ? undefined : distinctNames(names)
}

/**
 * The pull secrets that the kubelet uses: the pod's own, else its ServiceAccount's. `account` is `undefined` if the
 * ServiceAccount is not known.
 */
export function effectiveNames(
  listed: ListedNames,
  account: PullSecretsOfAccount | undefined,
): readonly string[] {
  return ownNames(listed) ?? account?.secrets ?? []
}

/**
 * The names in a pod's own list that make the API server reject the pod, because its ServiceAccount enforces mountable
 * secrets and does not list them.
 */
export function unmountableNames(
  names: readonly string[],
  account: PullSecretsOfAccount | undefined,
): readonly string[] {
  if (account === undefined || !account.enforcesMountableSecrets) return []
  const mountable = new Set(account.secrets)
  return names.filter(name => !mountable.has(name))
}
