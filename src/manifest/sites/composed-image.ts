import { parseReference } from '../../image/reference.ts'
import { textOf, valueOf } from '../syntax/node.ts'
import type { Mapping } from '../syntax/node.ts'

/** The keys that say the registry of an image which stands in several fields, the one that says it first. */
const REGISTRY_KEYS: readonly string[] = ['registry', 'repository', 'repo']
const REGISTRY_KEY = new RegExp(`(?:^|\\.)(?:${REGISTRY_KEYS.join('|')})$`)

/** Whether a path leads to the registry of an image in several fields, rather than to a whole reference. */
export function isOfSeveralFields(path: string): boolean {
  return REGISTRY_KEY.test(path)
}

/** The key of a mapping that says the registry of its image. */
export function registryKeyOf(map: Mapping): string | undefined {
  return REGISTRY_KEYS.find(key => textOf(valueOf(map, key)) !== undefined)
}

/**
 * The reference that several fields of a mapping amount to: `repository: contoso.azurecr.io/nvidia`, `image: driver`,
 * `version: "550"`, as operators join them (gpu-operator `imagePath`); `undefined` where they say no registry.
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
