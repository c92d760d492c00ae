import { SECRET_KEY } from './image-keys.ts'
import type { PodPlace } from './workload-kind.ts'

/**
 * The notation of places, in the table and in `--kind`:
 *
 *     place := path [ "/" path ] [ ":" mark ] [ "(" image { "|" image } ")" ]
 *     path  := key { "." key }           key[] goes through the items of a list, key{} through the values of a map
 *     mark  := "strings" | "string" | "object"
 *
 * A path whose last key is one of pull secrets (`imagePullSecrets`, `pullSecret`, `pullSecretRef`) leads to these; any other
 * one leads to a pod spec. Behind a slash stands what may be missing, and is created then. The mark says what the field
 * holds, where it is no list of `{name: x}`: a list of names, one name, or one `{name: x}`. In brackets stand the
 * images that the pull secrets are for, from the path before the last key, or, with a slash in front, from the resource;
 * where there are none, they are those of a pod spec, or else whatever looks like an image at that place and below it.
 */
const PLACE =
  /^(?<at>[^/:(]+)(?:\/(?<rest>[^:(]+))?(?::(?<mark>strings|string|object))?(?:\((?<images>[^()]+)\))?$/
const KEYS = /^[A-Za-z_][\w-]*(?:(?:\[\])*|\{\})(?:\.[A-Za-z_][\w-]*(?:(?:\[\])*|\{\}))*$/

/** What stands for all images at a place and below it. */
export const ALL_IMAGES = '**'

const ENTRIES = { strings: 'string', string: 'single', object: 'single' } as const

/**
 * The places that some texts mean, or the first text that is none. A list within another one's place, neither of a pod spec,
 * is in force only where it stands, as operators have it.
 */
export function parsePlaces(texts: readonly string[]): readonly PodPlace[] | string {
  const places: PodPlace[] = []
  for (const text of texts) {
    const place = parsePlace(text)
    if (place === undefined) return text
    places.push(place)
  }
  const takers = places.filter(({ images }) => images?.includes(ALL_IMAGES) === true)
  return places.map(place => {
    const isWithin = takers.some(({ at }) => at !== place.at && place.at.startsWith(`${at}.`))
    return isWithin && takers.includes(place) ? { ...place, inherits: true } : place
  })
}

/** The place that a text means, or `undefined` where it is none. */
export function parsePlace(text: string): PodPlace | undefined {
  const { at: path = '', rest, mark, images } = PLACE.exec(text)?.groups ?? {}
  const named = images?.split('|')
  const isWell = [path, rest, ...(named ?? []).map(image => image.replace(/^\//, ''))].every(
    keys => keys === undefined || KEYS.test(keys),
  )
  if (path === '' || !isWell) return undefined
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

/** A place in this notation, for a person. */
export function writePlace({ at, secrets = 'imagePullSecrets', entry, images }: PodPlace): string {
  const isObject = entry === 'single' && secrets.endsWith('.name')
  const field = isObject ? secrets.slice(0, -'.name'.length) : secrets
  const list = [at, field].filter(path => path !== '').join('.')
  const mark = isObject ? ':object' : entry === 'single' ? ':string' : entry === 'string' ? ':strings' : ''
  return list + mark + (images === undefined || images.includes(ALL_IMAGES) ? '' : `(${images.join('|')})`)
}
