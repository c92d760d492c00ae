import type { ImageUse, Site } from '../site.ts'
import { findMember, joinAddress, textOf, valueOf } from '../syntax/node.ts'
import type { Syntax } from '../syntax/node.ts'
import { readPullSecretList } from './pull-secret-list.ts'
import type { ResourceNode } from './resources.ts'

/**
 * What Flux pulls by itself, and the key of its spec that names it: with a Secret in its namespace, that is read as the
 * kubelet reads one (fluxcd/pkg `oci/auth`, source-controller and image-reflector-controller).
 */
const SOURCES: Readonly<Record<string, string>> = {
  'source.toolkit.fluxcd.io/OCIRepository': 'url',
  'source.toolkit.fluxcd.io/HelmRepository': 'url',
  'image.toolkit.fluxcd.io/ImageRepository': 'image',
}

/** The artifact that a resource has pulled, and the one Secret that it names for it. */
export function artifactSites(syntax: Syntax, { identity, node }: ResourceNode): readonly Site[] {
  const key = SOURCES[`${identity.group}/${identity.kind}`]
  const spec = valueOf(node, 'spec')
  if (key === undefined || spec?.type !== 'mapping' || valueOf(spec, 'secretRef') === undefined) return []
  const named = findMember(spec, key)?.member.value
  const reference = textOf(named)
  if (named === undefined || reference === undefined) return []
  const image: ImageUse = {
    reference,
    path: joinAddress('spec', key),
    line: syntax.lines.number(named.start),
  }
  const { list } = readPullSecretList(syntax, {
    host: spec,
    keys: ['secretRef', 'name'],
    entry: 'single',
    beside: [],
    path: 'spec.secretRef.name',
  })
  return [{ path: 'spec', images: [image], usesServiceAccount: false, onlyIfListed: true, list }]
}
