import { joinBlocks } from './join-blocks.ts'
import type { CheckedPodSpec } from '../../check/check.ts'
import type { ExaminedImage } from '../../check/examine/examine.ts'
import type { CheckResult } from '../../check/check-result.ts'
import type { CheckReportOptions } from './options.ts'
import { rowLines } from './image-rows.ts'
import type { Row } from './image-rows.ts'
import { nameInNamespace, reasonFor } from './finding-text.ts'
import { groupBy } from '../../text/group-by.ts'
import type { Layout } from '../text-layout.ts'
import { painter } from '../paint.ts'
import { printable } from '../printable.ts'
import { shortImage } from '../wording.ts'

/** The pod specs of one namespace. */
interface Section {
  readonly namespace: string | undefined
  readonly podSpecs: readonly CheckedPodSpec[]
}

/** A table for people: each image with a mark and a reason, by namespace, followed by the findings. */
export function renderCheckTable(
  result: CheckResult,
  { isQuiet, color, columns }: Pick<CheckReportOptions, 'isQuiet' | 'color' | 'columns'>,
): string {
  const layout: Layout = { paint: painter(color), ...(columns === undefined ? {} : { columns }) }
  const sections = sectionsOf(result)
  const tables = sections.map(section => sectionLines(section, headingOf(section, sections), isQuiet, layout))
  return joinBlocks(result, tables, ['error', 'warning'], isQuiet, layout)
}

/** One section for each namespace, in the order of the input. */
function sectionsOf({ check: { podSpecs } }: CheckResult): readonly Section[] {
  const byNamespace = groupBy(podSpecs, ({ placed }) => placed.resource.identity.namespace)
  return [...byNamespace].map(([namespace, own]) => ({ namespace, podSpecs: own }))
}

/** The heading of a section. Pod specs without a namespace need one only beside other sections. */
function headingOf({ namespace }: Section, { length }: readonly Section[]): readonly string[] {
  if (namespace !== undefined) return [`namespace ${printable(namespace)}`]
  return length > 1 ? ['no namespace given'] : []
}

function sectionLines(
  { podSpecs }: Section,
  heading: readonly string[],
  isQuiet: boolean,
  layout: Layout,
): readonly string[] {
  const rows = podSpecs.flatMap(podSpec => rowsOf(podSpec, isQuiet))
  return rows.length === 0 ? [] : [...heading, ...rowLines(rows, layout)]
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
