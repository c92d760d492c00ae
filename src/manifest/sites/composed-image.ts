import { parseReference } from '../../image/reference.ts'
import { textOf, valueOf } from '../syntax/node.ts'
import type { Mapping } from '../syntax/node.ts'

/** Keys that hold the registry of an image reference split over several fields, best first. */
const REGISTRY_KEYS: readonly string[] = ['registry', 'repository', 'repo']
const REGISTRY_KEY = new RegExp(`(?:^|\\.)(?:${REGISTRY_KEYS.join('|')})$`)

/** Whether a path leads to the registry of a split reference, and not to a whole reference. */
export function isOfSeveralFields(path: string): boolean {
  return REGISTRY_KEY.test(path)
}

/** The key of a mapping that holds the registry of its image. */
export function registryKeyOf(map: Mapping): string | undefined {
  return REGISTRY_KEYS.find(key => textOf(valueOf(map, key)) !== undefined)
}

/**
 * Joins the fields of a split reference as operators do (gpu-operator `imagePath`): `repository:
 * contoso.azurecr.io/nvidia`, `image: driver`, `version: "550"`. Returns `undefined` if no field names a registry.
 */
export function composedImage(map: Mapping): string | undefined {
  const field = (...keys: readonly string[]): string | undefined =>
    keys.map(key => textOf(valueOf(map, key))).find(text => text !== undefined && text !== '')
  const registry = field('registry')
  const repository = field('repository', 'repo')
  const base = [registry, repository].filter(text => text !== undefined).join('/')
  if (base === '') return undefined
  const image = field('image', 'imageName', 'name')
  const isWhole =
    image === undefined ||
    parseReference(image).domain !== undefined ||
    (registry !== undefined && repository !== undefined)
  const name = isWhole ? base : `${base}/${image}`
  const digest = field('digest', 'sha')
  const version = field('tag', 'version')
  if (digest !== undefined) return `${name}@${digest}`
  if (version === undefined) return name.includes('/') ? name : `${name}/`
  return `${name}${version.includes(':') ? '@' : ':'}${version}`
}
