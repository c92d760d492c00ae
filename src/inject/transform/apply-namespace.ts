import type { ReadDocument, ReadPlace } from '../../manifest/read-document.ts'

/**
 * Gives a namespace to the resources without one, as `kubectl apply -n` does. So their ServiceAccounts are found
 * whether or not a manifest names the namespace. The documents do not change.
 */
export function readInNamespace(read: ReadPlace, namespace: string | undefined): ReadPlace {
  if (namespace === undefined) return read
  const apply = (document: ReadDocument): ReadDocument => ({
    source: document.source,
    span: document.span,
    lines: document.lines,
    linesBefore: document.linesBefore,
    unit: document.unit,
    listKeys: document.listKeys,
    problems: document.problems,
    hasAliases: document.hasAliases,
    resources: document.resources.map(resource => ({
      ...resource,
      identity: { namespace, ...resource.identity },
    })),
  })
  return place => {
    const document = read(place)
    return document instanceof Promise ? document.then(apply) : apply(document)
  }
}
