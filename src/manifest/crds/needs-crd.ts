import type { RegistryOf } from '../../image/registry.ts'
import type { Resource } from '../resource.ts'
import type { ImageUse } from '../site.ts'

/** Whether a resource has an image of a registry without a place, or with a place known only by shape. */
export function needsCrdForImages(resource: Resource, registryOf: RegistryOf): boolean {
  const { sites, unplacedImages, origin } = resource
  if (unplacedImages.length === 0 && origin?.by !== 'shape') return false
  const isPrivate = ({ reference }: ImageUse): boolean => registryOf(reference) !== undefined
  return unplacedImages.some(isPrivate) || sites.some(({ images }) => images.some(isPrivate))
}

/** Whether the places of a resource are unknown, or known only by shape. */
export function needsCrdForLists({ role, origin, identity }: Resource): boolean {
  return (role === 'unknown' && identity.kind !== '') || origin?.by === 'shape'
}
