/** The cluster that was looked in, for those who read the result. */
export interface ClusterSummary {
  /** The kubeconfig's context, or where there is none the server. */
  readonly name: string
  /** URL. */
  readonly server: string
  readonly namespaces: readonly string[] | 'all'
  readonly unseen: readonly UnreadableResource[]
  /** What makes kubectl ask the same cluster: `--context prod`. */
  readonly flags: readonly string[]
  /** What is to be known of the whole of it. */
  readonly remarks: readonly Remark[]
}

/** What holds for a cluster, and for none of its resources alone. */
export interface Remark {
  readonly code: 'nodes-may-pull'
  readonly what: string
  /** The next step of the user. */
  readonly remedy: string
  /** A line to type; words in capitals are to be filled in. */
  readonly command: string
}

/** A list or an object that could not be looked at. */
export interface UnreadableResource {
  /** `deployments.apps`. */
  readonly resource: string
  /** Absent: in all namespaces, or where there are none. */
  readonly namespace?: string
  /** Why, where it is not for lack of a right. */
  readonly failure?: string
  /** What shows the right that is lacking: `kubectl auth can-i list deployments.apps -n shop`. */
  readonly command?: string
}

interface ResourceOf {
  readonly group: string
  readonly resource: string
  readonly namespace?: string
}

/** Each once, whatever it was wanted for. */
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
