/** The cluster that was inspected, for reports. */
export interface ClusterSummary {
  /** The kubeconfig's context; without one, the server. */
  readonly name: string
  /** URL. */
  readonly server: string
  readonly namespaces: readonly string[] | 'all'
  readonly unseen: readonly UnreadableResource[]
  /** kubectl's flags for the same cluster: `--context prod`. */
  readonly flags: readonly string[]
  /** Remarks about the whole cluster. */
  readonly remarks: readonly Remark[]
}

/** A remark about a cluster, not about one of its resources. */
export interface Remark {
  readonly code: 'nodes-may-pull'
  readonly what: string
  /** The next step of the user. */
  readonly remedy: string
  /** A command to type. The user replaces words in capitals. */
  readonly command: string
}

/** A list or object that could not be read. */
export interface UnreadableResource {
  /** `deployments.apps`. */
  readonly resource: string
  /** Absent for all namespaces, and for resources without namespaces. */
  readonly namespace?: string
  /** The reason, if it is not a missing permission. */
  readonly failure?: string
  /** The command that checks the missing permission: `kubectl auth can-i list deployments.apps -n shop`. */
  readonly command?: string
}

interface ResourceOf {
  readonly group: string
  readonly resource: string
  readonly namespace?: string
}

/** Merges denials and failures, each once. */
export function unreadableOf(
  denials: readonly (ResourceOf & { readonly command: string })[],
  unread: readonly (ResourceOf & { readonly what: string })[],
): readonly UnreadableResource[] {
  const all = [
    ...denials.map(({ command, ...one }) => ({ ...named(one), command })),
    ...unread.map(({ what, ...one }) => ({ ...named(one), failure: what })),
  ]
  return [...new Map(all.map(one => [JSON.stringify(one), one])).values()]
}

function named({
  group,
  resource,
  namespace,
}: ResourceOf): Pick<UnreadableResource, 'resource' | 'namespace'> {
  return {
    resource: group === '' ? resource : `${resource}.${group}`,
    ...(namespace === undefined ? {} : { namespace }),
  }
}
