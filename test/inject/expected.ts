import { isFields, KINDS } from './manifests.ts'
import type { Fields, Value } from './manifests.ts'

export const isAcr = (image: Value | undefined): boolean =>
  typeof image === 'string' && /^[a-z]+(?:\.eastus\.geo)?\.azurecr\.(?:io|cn)\//.test(image)

export const listOf = (value: Value | undefined): Value[] => (Array.isArray(value) ? [...value] : [])
export const namesOf = (list: Value | undefined): Value[] =>
  listOf(list).map(entry => (isFields(entry) ? (entry['name'] ?? '') : ''))

/** What the design says that the list must be: a second, plain telling of the rule, on models instead of text. */
export function expectedOf(all: readonly Fields[]): Fields[] {
  const accounts = new Map(
    all
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(one => [isFields(one['metadata']) ? one['metadata']['name'] : '', one['imagePullSecrets']]),
  )
  return all.map(resource => {
    const kind = resource['kind']
    const [, ...path] = (typeof kind === 'string' ? KINDS[kind] : undefined) ?? []
    return path.length === 0 ? resource : inPlace(resource, path, spec => withSecret(spec, accounts))
  })
}

function inPlace(
  fields: Fields,
  [key = '', ...rest]: readonly string[],
  change: (spec: Fields) => Fields,
): Fields {
  const inner = fields[key]
  if (!isFields(inner)) return fields
  return { ...fields, [key]: rest.length === 0 ? change(inner) : inPlace(inner, rest, change) }
}

/** Of containers, then init containers, then image volumes. */
export function imagesOf(spec: Fields): (Value | undefined)[] {
  const images = [...listOf(spec['containers']), ...listOf(spec['initContainers'])].map(container =>
    isFields(container) ? container['image'] : undefined,
  )
  const volumes = listOf(spec['volumes']).map(volume =>
    isFields(volume) && isFields(volume['image']) ? volume['image']['reference'] : undefined,
  )
  return [...images, ...volumes]
}

function withSecret(spec: Fields, accounts: ReadonlyMap<Value | undefined, Value | undefined>): Fields {
  if (!imagesOf(spec).some(isAcr)) return spec
  const own = listOf(spec['imagePullSecrets'])
  const taken = namesOf(accounts.get(spec['serviceAccountName'] ?? 'default')).filter(name => name !== '')
  const before = own.length > 0 ? own : [...new Set(taken)].map(name => ({ name }))
  return { ...spec, imagePullSecrets: [...before, { name: 'acr-secret' }] }
}

/** With the keys of every mapping in order, so that only content is compared. */
export const sorted = (value: Value): Value => {
  if (Array.isArray(value)) return value.map((item: Value) => sorted(item))
  if (!isFields(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key] ?? null)]),
  )
}
