import { displayWidth, padToWidth } from '../../text/width.ts'
import { wrapBehind } from '../layout.ts'
import type { Layout } from '../layout.ts'

/** What the table says of one image; all texts are printable. */
export interface Row {
  readonly mark: keyof typeof MARKS
  /** Said once for each pod spec: empty for its other images. */
  readonly resource: string
  readonly image: string
  readonly reason: string
}

/** Each is told from the others without colours, too. */
const MARKS = {
  ok: ['green', '✓'],
  odd: ['yellow', '!'],
  bad: ['red', '✗'],
  open: ['yellow', '?'],
} as const
const HEADINGS = ['RESOURCE', 'IMAGE', 'PULL SECRET'] as const
/** Beyond it, one long name would push the reasons of all others off the screen. */
const WIDEST = 56
/** Columns for a reason, below which it stands on a line of its own. */
const NARROWEST_REASON = 16

/**
 * Rows under headings, in columns. Where a terminal is too narrow for them, reasons are wrapped in their column; where even
 * that is not enough, each image stands below its resource. Nothing is cut.
 */
export function rowLines(rows: readonly Row[], layout: Layout): readonly string[] {
  if (rows.length === 0) return []
  const [resourceHeading, imageHeading, reasonHeading] = HEADINGS
  const resources = widthOf([resourceHeading, ...rows.map(({ resource }) => resource)])
  const images = widthOf([imageHeading, ...rows.map(({ image }) => image)])
  const { paint, columns } = layout
  const beforeReason = '  ✓ '.length + resources + images + 2 * '  '.length
  const widest = largest(rows.map(row => widthBeforeReason(row, resources, images)))
  if (columns !== undefined && widest + NARROWEST_REASON > columns)
    return rows.flatMap(row => stackedLines(row, layout))
  const head = `    ${padToWidth(resourceHeading, resources)}  ${padToWidth(imageHeading, images)}  ${reasonHeading}`
  return [
    paint('dim', head),
    ...rows.flatMap(({ mark, resource, image, reason }) => {
      const [color, sign] = MARKS[mark]
      const cells = `${padToWidth(resource, resources)}  ${padToWidth(image, images)}  `
      const width = Math.max(beforeReason, '  ✓ '.length + displayWidth(cells))
      return wrapBehind(`  ${paint(color, sign)} ${cells}`, reason, columns, width)
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
  return [...head, line, ...wrapBehind('      ', reason, columns)]
}

function widthBeforeReason({ resource, image }: Row, resources: number, images: number): number {
  const cells = Math.max(displayWidth(resource), resources) + Math.max(displayWidth(image), images)
  return '  ✓ '.length + cells + 2 * '  '.length
}

function widthOf(texts: readonly string[]): number {
  return largest(texts.map(displayWidth).filter(width => width <= WIDEST))
}

// There may be more of them than a call can have arguments.
function largest(widths: readonly number[]): number {
  return widths.reduce((one, other) => Math.max(one, other), 0)
}
