import type { Diagnostic } from '../diagnostic.ts'
import type { PullSecretList, Site } from '../site.ts'
import { nodesWithin } from '../syntax/node.ts'
import type { SyntaxNode } from '../syntax/node.ts'

/** A site, with all addresses from the document's root that an edit for it may change. */
export interface SiteNode {
  readonly site: Site
  /** The node that an insertion changes. */
  readonly target: SyntaxNode
  /**
   * Addresses of the mapping where the list's keys start, and of each mapping below along these keys. Empty for
   * documents without aliases.
   */
  readonly addresses: readonly string[]
}

/**
 * Blocks edits that would change more than sites. With an alias, one edit can change several places. If all of them
 * are sites, inject sees this by their common target. If one is something else, the site's edits are replaced by a
 * diagnostic. Definitions under keys that begin with `x-` may change: Kubernetes does not read them.
 */
export function blockSharedEdits(root: SyntaxNode, sites: readonly SiteNode[]): readonly Site[] {
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

function blocked(list: PullSecretList, diagnostic: Diagnostic): PullSecretList {
  return { ...list, insertion: diagnostic, removal: diagnostic, emptying: diagnostic }
}
