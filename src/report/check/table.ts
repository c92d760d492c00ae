import type { Checked } from '../../check/read-manifests.ts'
import type { CheckedPodSpec } from '../../check/check.ts'
import type { ExaminedImage } from '../../check/examine.ts'
import type { Finding } from '../../check/finding.ts'
import { findingLines, nothingSaid } from './findings.ts'
import type { FindingSentence } from './findings.ts'
import type { CheckReportOptions } from './options.ts'
import { summarizeCheck } from './summary.ts'
import { remarkLines, unseenLines } from './cluster-notes.ts'
import { nameInNamespace, reasonFor } from './wording.ts'
import { painter } from '../paint.ts'
import type { Paint } from '../paint.ts'
import { printable } from '../printable.ts'
import { joinLines, shortImage } from '../wording.ts'

interface Row {
  readonly mark: 'ok' | 'odd' | 'bad' | 'open'
  /** FindingSentence once for each pod spec. */
  readonly resource: string
  readonly image: string
  readonly reason: string
}

/** What belongs to one namespace. */
interface Section {
  readonly namespace: string | undefined
  readonly podSpecs: readonly CheckedPodSpec[]
  readonly findings: readonly Finding[]
}

const MARKS = {
  ok: ['green', '✓'],
  odd: ['yellow', '!'],
  bad: ['red', '✗'],
  open: ['yellow', '?'],
} as const
// Beyond it, one long name would push the reasons of all others off the screen.
const WIDEST = 56

/** A table for people: each image with a mark and a reason, by namespace, and below it what to do. */
export function renderCheckTable(
  checked: Checked,
  { isQuiet, color }: Pick<CheckReportOptions, 'isQuiet' | 'color'>,
): string {
  const paint = painter(color)
  const sections = sectionsOf(checked)
  const said = nothingSaid(checked.forAll)
  const blocks = sections
    .map(section => sectionLines(section, headingOf(section, sections), isQuiet, paint, said))
    .filter(block => block.length > 0)
  const unseen = unseenLines(checked.cluster?.unseen ?? [], paint)
  const remarks = isQuiet ? [] : remarkLines(checked.cluster?.remarks ?? [], paint)
  const all = [...blocks, remarks, unseen].filter(block => block.length > 0)
  const summary = isQuiet && all.length === 0 ? [] : [summarizeCheck(checked)]
  return joinLines([...all.flatMap(block => [...block, '']), ...summary])
}

/** In the order of the input. */
function sectionsOf({ check }: Checked): readonly Section[] {
  const namespaces = new Set([
    ...check.podSpecs.map(({ placed }) => placed.resource.identity.namespace),
    ...check.findings.map(({ resource }) => resource.namespace),
  ])
  return [...namespaces].map(namespace => ({
    namespace,
    podSpecs: check.podSpecs.filter(({ placed }) => placed.resource.identity.namespace === namespace),
    findings: check.findings.filter(({ resource }) => resource.namespace === namespace),
  }))
}

/** One that gives no namespace needs a heading only to be told from others. */
function headingOf({ namespace }: Section, { length }: readonly Section[]): readonly string[] {
  if (namespace !== undefined) return [`namespace ${printable(namespace)}`]
  return length > 1 ? ['no namespace given'] : []
}

function sectionLines(
  section: Section,
  heading: readonly string[],
  isQuiet: boolean,
  paint: Paint,
  said: FindingSentence,
): readonly string[] {
  const rows = section.podSpecs.flatMap(podSpec => rowsOf(podSpec, isQuiet))
  const findings = findingLines(section.findings, ['error', 'warning'], paint, said)
  if (rows.length + findings.length === 0) return []
  const gap = rows.length > 0 && findings.length > 0 ? [''] : []
  return [...heading, ...rowLines(rows, paint), ...gap, ...findings]
}

function rowsOf(podSpec: CheckedPodSpec, isQuiet: boolean): readonly Row[] {
  const rows = podSpec.images
    .map(image => rowOf(podSpec, image))
    .filter(({ mark }) => !isQuiet || mark === 'bad' || mark === 'odd')
  return rows.map((row, at) => (at === 0 ? row : { ...row, resource: '' }))
}

function rowOf(podSpec: CheckedPodSpec, image: ExaminedImage): Row {
  const { status } = image
  const isOdd = podSpec.findings.some(
    finding =>
      finding.severity !== 'note' && (finding.image === undefined || finding.image === image.use.reference),
  )
  const mark = status === 'fails' ? 'bad' : status === 'unknown' ? 'open' : isOdd ? 'odd' : 'ok'
  return {
    mark,
    resource: printable(nameInNamespace(podSpec.placed.resource.identity)),
    image: printable(shortImage(image.use.reference)),
    reason: printable(reasonFor(podSpec, image)),
  }
}

function rowLines(rows: readonly Row[], paint: Paint): readonly string[] {
  const resourceWidth = widthOf(rows.map(({ resource }) => resource))
  const imageWidth = widthOf(rows.map(({ image }) => image))
  return rows.map(({ mark, resource, image, reason }) => {
    const [color, sign] = MARKS[mark]
    return `  ${paint(color, sign)} ${resource.padEnd(resourceWidth)}  ${image.padEnd(imageWidth)}  ${reason}`
  })
}

function widthOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length).filter(length => length <= WIDEST))
}
