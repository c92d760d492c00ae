import type { ImageUse, Site } from '../site.ts'
import { findMember, joinAddress, textOf, valueOf } from '../syntax/node.ts'
import type { Syntax } from '../syntax/node.ts'
import { readPullSecretList } from './pull-secret-list.ts'
import type { ResourceNode } from './resources.ts'

/**
 * Artifacts that Flux pulls itself, and the key of the spec that names each. Flux reads the Secret in its namespace as
 * the kubelet does (fluxcd/pkg `oci/auth`, source-controller and image-reflector-controller).
 */
const SOURCES: Readonly<Record<string, string>> = {
  'source.toolkit.fluxcd.io/OCIRepository': 'url',
  'source.toolkit.fluxcd.io/HelmRepository': 'url',
  'image.toolkit.fluxcd.io/ImageRepository': 'image',
}

/** The artifact of a Flux source, and the one Secret it names. */
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
