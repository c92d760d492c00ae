import type { Diagnostic } from '../diagnostic.ts'
import type { PullSecretList, Site } from '../site.ts'
import { nodesWithin } from '../syntax/node.ts'
import type { SyntaxNode } from '../syntax/node.ts'

/** A site with the addresses, from the document's root, that an edit may reach on its behalf. */
export interface SiteNode {
  readonly site: Site
  /** The node that an insertion changes. */
  readonly target: SyntaxNode
  /** Of the mapping that the list's keys start from, and of all below along these keys; none where nothing is shared. */
  readonly addresses: readonly string[]
}

/**
 * Anchors let an edit reach more than one place. Where all are sites, the plan sees it by their common target; where
 * one is something else, the edit must not be done: such sites come back with an obstacle. A definition under a key
 * that begins with `x-` is nothing that Kubernetes reads.
 */
export function guardShared(root: SyntaxNode, sites: readonly SiteNode[]): readonly Site[] {
  const allowed = new Set(sites.flatMap(({ addresses }) => addresses))
  const targets = new Set(sites.map(({ target }) => target))
  const foreign = new Map<SyntaxNode, string>()
  for (const { node, address } of nodesWithin(root)) {
    if (targets.has(node) && !allowed.has(address) && !/(?:^|[.])x-/.test(address)) foreign.set(node, address)
  }
  return sites.map(({ site, target }) => {
    const elsewhere = foreign.get(target)
    if (elsewhere === undefined) return site
    return { ...site, list: blocked(site.list, { line: site.list.line, ...sharedWith(elsewhere) }) }
  })
}

function sharedWith(address: string): Omit<Diagnostic, 'line'> {
  return {
    code: 'shared-by-alias',
    what: `an alias repeats this part at ${address === '' ? 'the top' : address}, which must not change`,
    remedy: 'write one of the two out in full, or define it below a key that begins with x-',
  }
}

function blocked(list: PullSecretList, obstacle: Diagnostic): PullSecretList {
  return { ...list, insertion: obstacle, removal: obstacle, emptying: obstacle }
}
