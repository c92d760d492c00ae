import type { ReadDocument, ReadPlace } from '../../manifest/read-document.ts'

/**
 * Reads resources that name no namespace as those of one, into which they are to be applied with `kubectl apply -n`. So a
 * ServiceAccount is found, whether or not its manifest names it. Nothing in the documents changes.
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
