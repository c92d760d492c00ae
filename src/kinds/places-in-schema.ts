import { isRecord, textAt, valueAt } from '../text/json-record.ts'
import type { JsonRecord } from '../text/json-record.ts'
import { IMAGE_KEY, SECRET_KEY } from './image-keys.ts'
import { ALL_IMAGES } from './notation.ts'
import { POD_IMAGES } from './workload-kind.ts'
import type { PodPlace } from './workload-kind.ts'

/** The fields for images and pull secrets in a schema. */
export interface SchemaPlaces {
  readonly places: readonly PodPlace[]
  /** Paths of images without a field for pull secrets, and of images with several possible fields. */
  readonly withoutPlace: readonly string[]
  readonly ambiguous: readonly string[]
  /** Paths of fields that are named like pull secrets but whose schema does not say what they hold. */
  readonly unclear: readonly string[]
  /** Paths below which the schema allows any value; `''` for the resource itself. */
  readonly open: readonly string[]
}

/** A field that holds pull secrets. */
interface SecretField {
  readonly key: string
  readonly entry: 'object' | 'string' | 'single' | 'single-object'
}

/** A mapping in the schema that has a field of pull secrets. */
interface SecretHolder {
  readonly path: string
  readonly field: SecretField
  readonly isAmbiguous: boolean
  readonly isPodSpec: boolean
  readonly serviceAccount: readonly string[]
  /** Whether another such mapping encloses this one. Operators use the outer list where the inner one is absent. */
  readonly isWithin: boolean
  /** Paths of images from the resource. The images of a pod spec are left out: they are the default of a place. */
  readonly images: string[]
}

/**
 * The deepest level that is read. Structural schemas have no references; the deepest known one has about twenty
 * levels.
 */
const DEPTH = 40

/** The fields of a split image reference that can hold the registry, best first. */
export const REGISTRY_KEYS: readonly string[] = ['reference', 'registry', 'repository', 'repo', 'name']
/** Keys of a pod spec whose images the default of a place covers. */
const POD_SPEC_LISTS: ReadonlySet<string> = new Set([
  'containers',
  'initContainers',
  'ephemeralContainers',
  'volumes',
])

/**
 * Finds the places in a structural schema (`openAPIV3Schema` of a CustomResourceDefinition). Skips metadata and
 * status. An image belongs to the nearest enclosing mapping with a field of pull secrets.
 */
export function placesInSchema(schema: JsonRecord): SchemaPlaces {
  const holders: SecretHolder[] = []
  const withoutPlace: string[] = []
  const open: string[] = []
  const unclear: string[] = []

  function visit(node: JsonRecord, path: string, holder: SecretHolder | undefined, depth: number): void {
    if (depth > DEPTH) return
    const items = recordAt(node, 'items')
    if (items !== undefined) return visit(items, `${path}[]`, holder, depth + 1)
    const values = recordAt(node, 'additionalProperties')
    if (values !== undefined) return visit(values, `${path}{}`, holder, depth + 1)
    const properties = recordAt(node, 'properties')
    if (isOpen(node)) open.push(path)
    if (properties === undefined) return
    const own = holderAt(properties, path, holder)
    if (own === undefined)
      for (const [key, property] of Object.entries(properties))
        if (isUnclear(key, property)) unclear.push(childPath(path, key))
    if (own !== undefined) holders.push(own)
    const nearest = own ?? holder
    for (const [key, property] of Object.entries(properties)) {
      if (!isRecord(property) || key === 'rbd') continue // the image of a Ceph volume is one of a disk
      if (path === '' && (key === 'metadata' || key === 'status')) continue
      if (own?.isPodSpec === true && POD_SPEC_LISTS.has(key)) continue
      const at = childPath(path, key)
      if (isImage(key, property)) addImage(at, nearest, withoutPlace)
      else if (isImage(key, recordAt(property, 'items'))) addImage(`${at}[]`, nearest, withoutPlace)
      else visit(property, at, nearest, depth + 1)
    }
    for (const key of registryFields(properties, path)) addImage(childPath(path, key), nearest, withoutPlace)
  }

  visit(schema, '', undefined, 0)
  const used = holders.filter(
    ({ images, isPodSpec, path }) => images.length > 0 || isPodSpec || isOfImage(path),
  )
  return {
    places: used.filter(({ isAmbiguous }) => !isAmbiguous).map(placeFor),
    withoutPlace,
    open,
    unclear,
    ambiguous: used.filter(({ isAmbiguous }) => isAmbiguous).flatMap(({ images }) => images),
  }
}

function childPath(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

function addImage(image: string, holder: SecretHolder | undefined, withoutPlace: string[]): void {
  if (holder === undefined) withoutPlace.push(image)
  else holder.images.push(image)
}

/** Whether the last key of a path is an image key. */
function isOfImage(path: string): boolean {
  return IMAGE_KEY.test(path.slice(path.lastIndexOf('.') + 1))
}

/** The schema comes from a YAML tree, in which every scalar is a string. */
function isOpen(node: JsonRecord): boolean {
  return ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'].some(
    key => String(node[key]) === 'true',
  )
}

function holderAt(
  properties: JsonRecord,
  path: string,
  around: SecretHolder | undefined,
): SecretHolder | undefined {
  const fields = Object.entries(properties).flatMap(([key, property]) => secretField(key, property) ?? [])
  const [field] = fields
  if (field === undefined) return undefined
  const isPodSpec = isPodSpecWith(properties, field)
  const accounts = ['serviceAccountName', 'serviceAccount'].filter(
    key => textAt(recordAt(properties, key), 'type') === 'string',
  )
  return {
    path,
    field,
    isAmbiguous: fields.length > 1,
    isPodSpec,
    isWithin: around?.isPodSpec === false && !isPodSpec,
    serviceAccount: accounts,
    images: [],
  }
}

function secretField(key: string, property: unknown): SecretField | undefined {
  if (!SECRET_KEY.test(key) || !isRecord(property)) return undefined
  const items = recordAt(property, 'items')
  if (items !== undefined) {
    if (hasName(items)) return { key, entry: 'object' }
    return textAt(items, 'type') === 'string' ? { key, entry: 'string' } : undefined
  }
  if (textAt(property, 'type') === 'string') return { key, entry: 'single' }
  return hasName(property) ? { key, entry: 'single-object' } : undefined
}

/**
 * Whether a field is named like pull secrets and could hold anything: it has no type, or a list or object of unknown
 * entries. A field of another type is a policy, a registry name or a switch.
 */
function isUnclear(key: string, property: unknown): boolean {
  if (!SECRET_KEY.test(key) || !isRecord(property)) return false
  const type = textAt(property, 'type')
  return type === '' || type === 'array' || (type === 'object' && isOpen(property))
}

function hasName(schema: JsonRecord): boolean {
  return textAt(recordAt(recordAt(schema, 'properties'), 'name'), 'type') === 'string'
}

function isPodSpecWith(properties: JsonRecord, { key, entry }: SecretField): boolean {
  const container = recordAt(recordAt(recordAt(properties, 'containers'), 'items'), 'properties')
  return (
    key === 'imagePullSecrets' &&
    entry === 'object' &&
    textAt(recordAt(container, 'image'), 'type') === 'string'
  )
}

function isImage(key: string, property: JsonRecord | undefined): boolean {
  return IMAGE_KEY.test(key) && textAt(property, 'type') === 'string'
}

/**
 * The fields that name the registry of an image reference which is split over several fields: `repository` beside
 * `image`, or a field of a mapping whose key is an image key.
 */
function registryFields(properties: JsonRecord, path: string): readonly string[] {
  const isText = (key: string): boolean => textAt(recordAt(properties, key), 'type') === 'string'
  const isDescribed = isOfImage(path)
  if (!isDescribed && !isText('image')) return []
  const fields = REGISTRY_KEYS.filter(isText)
  return isDescribed || fields[0] !== 'name' ? fields.slice(0, 1) : []
}

function recordAt(value: unknown, key: string): JsonRecord | undefined {
  const found = valueAt(value, key)
  return isRecord(found) ? found : undefined
}

function placeFor({ path, field, images, serviceAccount, isPodSpec, isWithin }: SecretHolder): PodPlace {
  // In a mapping under an image key that has its own pull secrets, every string may be an image.
  if (images.length === 0 && !isPodSpec) images.push(childPath(path, ALL_IMAGES))
  const more = images.map(image => (path === '' ? image : image.slice(path.length + 1)))
  return {
    at: path,
    ...(field.key === 'imagePullSecrets' ? {} : { secrets: field.key }),
    ...(field.entry === 'object'
      ? {}
      : field.entry === 'single-object'
        ? { secrets: `${field.key}.name`, entry: 'single' }
        : { entry: field.entry }),
    ...(isPodSpec && more.length === 0 ? {} : { images: isPodSpec ? [...POD_IMAGES, ...more] : more }),
    ...(isPodSpec ? {} : { serviceAccount }),
    ...(isWithin ? { inherits: true } : {}),
  }
}
