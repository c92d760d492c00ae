import { displayWidth, padToWidth } from '../../text/width.ts'
import { wrapAfter } from '../text-layout.ts'
import type { Layout } from '../text-layout.ts'

/** A row of the table for one image. All texts are printable. */
export interface Row {
  readonly mark: keyof typeof MARKS
  /** Empty for all images of a pod spec but the first. */
  readonly resource: string
  readonly image: string
  readonly reason: string
}

/** The marks differ without colors, too. */
const MARKS = {
  ok: ['green', '✓'],
  odd: ['yellow', '!'],
  bad: ['red', '✗'],
  open: ['yellow', '?'],
} as const
const HEADINGS = ['RESOURCE', 'IMAGE', 'PULL SECRET'] as const
/** The maximum width of a column. A longer name would push the reasons of all other rows off the screen. */
const MAX_WIDTH = 56
/** The minimum width for a reason beside its image. */
const MIN_REASON_WIDTH = 16

/**
 * Rows under headings, in columns. On a narrow terminal reasons are wrapped in their column. On a very narrow one each
 * image is below its resource. No text is cut.
 */
export function rowLines(rows: readonly Row[], layout: Layout): readonly string[] {
  if (rows.length === 0) return []
  const [resourceHeading, imageHeading, reasonHeading] = HEADINGS
  const resources = widthOf([resourceHeading, ...rows.map(({ resource }) => resource)])
  const images = widthOf([imageHeading, ...rows.map(({ image }) => image)])
  const { paint, columns } = layout
  const beforeReason = '  ✓ '.length + resources + images + 2 * '  '.length
  const widest = largest(rows.map(row => widthBeforeReason(row, resources, images)))
  if (columns !== undefined && widest + MIN_REASON_WIDTH > columns)
    return rows.flatMap(row => stackedLines(row, layout))
  const head = `    ${padToWidth(resourceHeading, resources)}  ${padToWidth(imageHeading, images)}  ${reasonHeading}`
  return [
    paint('dim', head),
    ...rows.flatMap(({ mark, resource, image, reason }) => {
      const [color, sign] = MARKS[mark]
      const cells = `${padToWidth(resource, resources)}  ${padToWidth(image, images)}  `
      const width = Math.max(beforeReason, '  ✓ '.length + displayWidth(cells))
      return wrapAfter(`  ${paint(color, sign)} ${cells}`, reason, columns, width)
    }),
  ]
}

function stackedLines(
  { mark, resource, image, reason }: Row,
  { paint, columns = 0 }: Layout,
): readonly string[] {
  const [color, sign] = MARKS[mark]
  const head = resource === '' ? [] : [`  ${resource}`]
  const width = '  ✓ '.length + displayWidth(image) + '  '.length
  const line = `  ${paint(color, sign)} ${image}`
  if (width + displayWidth(reason) <= columns) return [...head, `${line}  ${reason}`]
  return [...head, line, ...wrapAfter('      ', reason, columns)]
}

function widthBeforeReason({ resource, image }: Row, resources: number, images: number): number {
  const cells = Math.max(displayWidth(resource), resources) + Math.max(displayWidth(image), images)
  return '  ✓ '.length + cells + 2 * '  '.length
}

function widthOf(texts: readonly string[]): number {
  return largest(texts.map(displayWidth).filter(width => width <= MAX_WIDTH))
}

// Not `Math.max(...widths)`: there may be more rows than a call can have arguments.
function largest(widths: readonly number[]): number {
  return widths.reduce((one, other) => Math.max(one, other), 0)
}
