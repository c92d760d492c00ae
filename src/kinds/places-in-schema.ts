import { isRecord, textAt, valueAt } from '../text/json-record.ts'
import type { JsonRecord } from '../text/json-record.ts'
import { IMAGE_KEY, SECRET_KEY } from './image-keys.ts'
import { ALL_IMAGES } from './notation.ts'
import { POD_IMAGES } from './workload-kind.ts'
import type { PodPlace } from './workload-kind.ts'

/** What a schema says of where its kind keeps images and pull secrets. */
export interface SchemaPlaces {
  readonly places: readonly PodPlace[]
  /** Paths of images that no pull secret belongs to, and of those that two could belong to. */
  readonly withoutPlace: readonly string[]
  readonly ambiguous: readonly string[]
  /** Paths of fields that are called as if they held pull secrets, and of which the schema does not say how. */
  readonly unclear: readonly string[]
  /** Paths below which the schema lets anything stand; `''` for the resource itself. */
  readonly open: readonly string[]
}

/** A field that holds pull secrets. */
interface SecretField {
  readonly key: string
  readonly entry: 'object' | 'string' | 'single' | 'single-object'
}

/** A mapping of the schema that has a field of pull secrets, while what stands below it is walked. */
interface Host {
  readonly path: string
  readonly field: SecretField
  readonly isAmbiguous: boolean
  readonly isPodSpec: boolean
  readonly serviceAccount: readonly string[]
  /** Whether it stands within another one, whose list holds where its own is absent, as operators have it. */
  readonly isWithin: boolean
  /** From the resource; those of a pod spec, which are the default of a place, not among them. */
  readonly images: string[]
}

/** Levels of a schema: structural schemas have no references, and the deepest known have some twenty. */
const DEPTH = 40

/** Of a reference in several fields, the one that says the registry. */
export const REGISTRY_KEYS: readonly string[] = ['reference', 'registry', 'repository', 'repo', 'name']
/** What a pod spec holds whose images the default of a place covers. */
const POD_SPEC_LISTS: ReadonlySet<string> = new Set([
  'containers',
  'initContainers',
  'ephemeralContainers',
  'volumes',
])

/**
 * Walks a structural schema (`openAPIV3Schema` of a CustomResourceDefinition) from the resource's root. Metadata and
 * status are passed over. An image belongs to the nearest mapping above it with a field of pull secrets.
 */
export function placesInSchema(schema: JsonRecord): SchemaPlaces {
  const hosts: Host[] = []
  const withoutPlace: string[] = []
  const open: string[] = []
  const unclear: string[] = []

  function visit(node: JsonRecord, path: string, host: Host | undefined, depth: number): void {
    if (depth > DEPTH) return
    const items = recordAt(node, 'items')
    if (items !== undefined) return visit(items, `${path}[]`, host, depth + 1)
    const values = recordAt(node, 'additionalProperties')
    if (values !== undefined) return visit(values, `${path}{}`, host, depth + 1)
    const properties = recordAt(node, 'properties')
    if (isOpen(node)) open.push(path)
    if (properties === undefined) return
    const own = hostAt(properties, path, host)
    if (own === undefined)
      for (const [key, property] of Object.entries(properties))
        if (isUnclear(key, property)) unclear.push(joined(path, key))
    if (own !== undefined) hosts.push(own)
    const nearest = own ?? host
    for (const [key, property] of Object.entries(properties)) {
      if (!isRecord(property) || key === 'rbd') continue // the image of a Ceph volume is one of a disk
      if (path === '' && (key === 'metadata' || key === 'status')) continue
      if (own?.isPodSpec === true && POD_SPEC_LISTS.has(key)) continue
      const at = joined(path, key)
      if (isImage(key, property)) addImage(at, nearest, withoutPlace)
      else if (isImage(key, recordAt(property, 'items'))) addImage(`${at}[]`, nearest, withoutPlace)
      else visit(property, at, nearest, depth + 1)
    }
    for (const key of registryFields(properties, path)) addImage(joined(path, key), nearest, withoutPlace)
  }

  visit(schema, '', undefined, 0)
  const used = hosts.filter(
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

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

function addImage(image: string, host: Host | undefined, withoutPlace: string[]): void {
  if (host === undefined) withoutPlace.push(image)
  else host.images.push(image)
}

/** Whether a path leads to a mapping that is called an image. */
function isOfImage(path: string): boolean {
  return IMAGE_KEY.test(path.slice(path.lastIndexOf('.') + 1))
}

/** Only `true` can stand there; of a tree, all scalars are text. */
function isOpen(node: JsonRecord): boolean {
  return ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'].some(
    key => String(node[key]) === 'true',
  )
}

function hostAt(properties: JsonRecord, path: string, around: Host | undefined): Host | undefined {
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

/** A policy, a name of a registry or a switch has a type of its own: what has none, or several, may hold anything. */
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
 * The fields of a mapping that say the registry of an image which stands in several fields: `repository` beside `image`,
 * or in a mapping that is called an image itself.
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

function placeFor({ path, field, images, serviceAccount, isPodSpec, isWithin }: Host): PodPlace {
  // Of a mapping that is called an image, with pull secrets of its own, each text is one.
  if (images.length === 0 && !isPodSpec) images.push(joined(path, ALL_IMAGES))
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
