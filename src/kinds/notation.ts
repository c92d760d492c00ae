import { SECRET_KEY } from './image-keys.ts'
import type { PodPlace } from './workload-kind.ts'

/**
 * The notation of places, in the table and in `--kind`:
 *
 *     place := path [ "/" path ] [ ":" mark ] [ "(" image { "|" image } ")" ]
 *     path  := key { "." key }           key[] goes through the items of a list, key{} through the values of a map
 *     mark  := "strings" | "string" | "object"
 *
 * A path that ends in a key of pull secrets (`imagePullSecrets`, `pullSecret`, `pullSecretRef`) leads to that field. Any
 * other path leads to a pod spec. Keys after the slash may be missing from a manifest; they are created when needed. The
 * mark says what the field holds when it is not a list of `{name: x}`: a list of names, one name, or one `{name: x}`. The
 * brackets list the images that use the pull secrets. Their paths start at the mapping that holds the field, or, with a
 * leading slash, at the resource. Without brackets, these are the images of the pod spec, or else every value at the place
 * and below it that looks like an image.
 */
const PLACE =
  /^(?<at>[^/:(]+)(?:\/(?<rest>[^:(]+))?(?::(?<mark>strings|string|object))?(?:\((?<images>[^()]+)\))?$/
const KEYS = /^[A-Za-z_][\w-]*(?:(?:\[\])*|\{\})(?:\.[A-Za-z_][\w-]*(?:(?:\[\])*|\{\}))*$/

/** Means every image at a place and below it. */
export const ALL_IMAGES = '**'

const ENTRIES = { strings: 'string', string: 'single', object: 'single' } as const

/**
 * Parses places. If a text is not a place, returns that text. A list within another place, if neither is a pod spec,
 * inherits the outer list while it is absent: operators do so.
 */
export function parsePlaces(texts: readonly string[]): readonly PodPlace[] | string {
  const places: PodPlace[] = []
  for (const text of texts) {
    const place = parsePlace(text)
    if (place === undefined) return text
    places.push(place)
  }
  const covering = places.filter(({ images }) => images?.includes(ALL_IMAGES) === true)
  return places.map(place => {
    const isWithin = covering.some(({ at }) => at !== place.at && place.at.startsWith(`${at}.`))
    return isWithin && covering.includes(place) ? { ...place, inherits: true } : place
  })
}

/** Parses one place. Returns `undefined` if the text is not a place. */
function parsePlace(text: string): PodPlace | undefined {
  const { at: path = '', rest, mark, images } = PLACE.exec(text)?.groups ?? {}
  const named = images?.split('|')
  const isValid = [path, rest, ...(named ?? []).map(image => image.replace(/^\//, ''))].every(
    keys => keys === undefined || KEYS.test(keys),
  )
  if (path === '' || !isValid) return undefined
  const dot = path.lastIndexOf('.')
  const last = path.slice(dot + 1)
  const isList = rest !== undefined || SECRET_KEY.test(last)
  if (!isList) return mark === undefined ? { at: path, ...(named && { images: named }) } : undefined
  const at = rest === undefined ? path.slice(0, Math.max(dot, 0)) : path
  const field = rest ?? last
  const secrets = mark === 'object' ? `${field}.name` : field
  const entry = mark === 'strings' || mark === 'string' || mark === 'object' ? ENTRIES[mark] : undefined
  return {
    at,
    ...(secrets === 'imagePullSecrets' ? {} : { secrets }),
    ...(entry === undefined ? {} : { entry }),
    images: named ?? [ALL_IMAGES],
    serviceAccount: [],
    ...(named === undefined ? {} : { beside: besideOf(named) }),
  }
}

function besideOf(images: readonly string[]): readonly string[] {
  return [...new Set(images.flatMap(image => (image.startsWith('/') ? [] : image.replace(/[.[{].*/, ''))))]
}

/** Writes a place in this notation, for reports. */
export function writePlace({ at, secrets = 'imagePullSecrets', entry, images }: PodPlace): string {
  const isObject = entry === 'single' && secrets.endsWith('.name')
  const field = isObject ? secrets.slice(0, -'.name'.length) : secrets
  const list = [at, field].filter(path => path !== '').join('.')
  const mark = isObject ? ':object' : entry === 'single' ? ':string' : entry === 'string' ? ':strings' : ''
  return list + mark + (images === undefined || images.includes(ALL_IMAGES) ? '' : `(${images.join('|')})`)
}
