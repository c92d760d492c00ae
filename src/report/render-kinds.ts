import { alignColumns } from './columns.ts'
import { ALL_IMAGES, writePlace } from '../kinds/notation.ts'
import { POD_IMAGES } from '../kinds/workload-kind.ts'
import type { Origin, PodPlace, WorkloadKind } from '../kinds/workload-kind.ts'
import { printable, printableJson } from './printable.ts'
import { joinLines } from './wording.ts'

/** Raised when a key is removed or changes its meaning. New keys may be added without. */
const SHAPE_VERSION = 1

/** The rows that match a name: `Workflow`, `workflow.argoproj.io`, `argoproj.io/Workflow`. */
export function kindsNamed(kinds: readonly WorkloadKind[], name: string): readonly WorkloadKind[] {
  const wanted = name.toLowerCase()
  return kinds.filter(({ group, kind }) => {
    const one = kind.toLowerCase()
    return [one, `${one}s`, `${one}.${group}`, `${group}/${one}`].includes(wanted)
  })
}

/**
 * Renders kinds: a line for each, or with all places; or one JSON object, on one line if it is not indented:
 *
 *     version  number  of this shape
 *     kinds    array   group, kind, versions [] (none: all), from "table" | "crd" | "flag" | "configuration",
 *                      source | null, advice | null,
 *                      places [{ pullSecrets, holds "objects" | "strings" | "string" | "object", images [] }]
 */
export function renderKinds(
  kinds: readonly WorkloadKind[],
  format: 'table' | 'json',
  { isDetailed, isIndented }: { readonly isDetailed: boolean; readonly isIndented: boolean },
): string {
  const sorted = kinds.toSorted(
    (one, other) => compare(one.kind, other.kind) || compare(one.group, other.group),
  )
  if (format === 'json')
    return `${printableJson({ version: SHAPE_VERSION, kinds: sorted.map(describeKind) }, isIndented ? 2 : undefined)}\n`
  return joinLines((isDetailed ? sorted.flatMap(detailsOf) : kindLines(sorted)).map(line => printable(line)))
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function describeKind({ group, kind, versions = [], places, advice, origin }: WorkloadKind): object {
  return {
    group,
    kind,
    versions,
    from: origin?.by ?? 'table',
    source: origin?.by === 'crd' ? origin.source : null,
    advice: advice ?? null,
    places: places.map(place => {
      const [pullSecrets = '', mark] = listOf(place).split(':')
      return { pullSecrets, holds: mark ?? 'objects', images: imagesOf(place) }
    }),
  }
}

/** The notation of a place, without its images. */
function listOf(place: PodPlace): string {
  const { images: _, ...list } = place
  return writePlace(list)
}

function imagesOf({ at, images = POD_IMAGES }: PodPlace): readonly string[] {
  return images.map(image => (image.startsWith('/') ? image.slice(1) : at === '' ? image : `${at}.${image}`))
}

function kindLines(kinds: readonly WorkloadKind[]): readonly string[] {
  const rows = kinds.map(row => {
    const [first, ...others] = row.places.map(listOf)
    const more = others.length === 0 ? '' : ` and ${others.length} more`
    return [row.kind, row.group || '-', fromOf(row.origin), first === undefined ? '-' : first + more]
  })
  return alignColumns([['KIND', 'GROUP', 'FROM', 'PULL SECRETS'], ...rows])
}

function fromOf(origin: Origin | undefined): string {
  if (origin === undefined) return 'table'
  return origin.by === 'crd' ? `crd ${origin.source}` : origin.by
}

function detailsOf({ group, kind, versions, places, advice, origin }: WorkloadKind): readonly string[] {
  const name = group === '' ? kind : `${group}/${kind}`
  const which = versions === undefined ? '' : ` ${versions.join(', ')}`
  const lines = places.flatMap(place => [
    `  ${listOf(place)}`,
    ...imagesOf(place).map(image => `    for ${image.endsWith(ALL_IMAGES) ? 'all images below' : image}`),
  ])
  return [`${name}${which} (${fromOf(origin)})`, ...lines, ...(advice === undefined ? [] : [`  ${advice}`])]
}
