import { applyEdits } from '../../manifest/edit.ts'
import type { Edit } from '../../manifest/edit.ts'

/** Lines that go and lines that come in their place, all with their line ends. */
export interface Replacement {
  /** In bytes of the source, both at the start of a line or at the end of the source; `end` excluded. */
  readonly start: number
  readonly end: number
  /** How many lines of the source stand before `start`. */
  readonly line: number
  readonly removed: readonly Buffer[]
  readonly added: readonly Buffer[]
}

interface Region {
  readonly start: number
  end: number
  /** Behind the last byte that is taken out. */
  reach: number
  readonly edits: Edit[]
}

const LF = 0x0a

/**
 * What edits mean line by line. The edits say where the lines differ, so that nothing is searched for: the lines that
 * they touch are spliced, and what is the same at both ends is left out again. A lone CR ends no line, as in diff and git.
 */
export function replacedLines(bytes: Uint8Array, edits: readonly Edit[]): readonly Replacement[] {
  const replacements: Replacement[] = []
  let line = 0
  let counted = 0
  for (const region of touchedRegions(bytes, edits)) {
    const text = bytes.subarray(region.start, region.end)
    const before = splitLines(text)
    const after = splitLines(Buffer.concat([...applyEdits(text, region.edits)]))
    const head = commonLength(before, after)
    const tail = commonLength(before.slice(head).toReversed(), after.slice(head).toReversed())
    const removed = before.slice(head, before.length - tail)
    const added = after.slice(head, after.length - tail)
    if (removed.length + added.length === 0) continue
    const start = region.start + lengthOf(before.slice(0, head))
    line += countLineFeeds(bytes.subarray(counted, start))
    counted = start
    replacements.push({ start, end: start + lengthOf(removed), line, removed, added })
  }
  return replacements
}

/** Runs of whole lines with the edits that touch them, whose offsets now count from the start of the run. */
function touchedRegions(bytes: Uint8Array, edits: readonly Edit[]): readonly Region[] {
  const regions: Region[] = []
  for (const edit of edits.toSorted((a, b) => a.offset - b.offset)) {
    let region = regions.at(-1)
    if (region === undefined || isBehind(bytes, edit, region)) {
      const start = lineStart(bytes, edit.offset)
      region = { start, end: start, reach: start, edits: [] }
      regions.push(region)
    }
    region.reach = edit.offset + edit.remove
    // Of many edits in one long line, only the first looks for its end.
    if (region.reach >= region.end) region.end = lineEnd(bytes, region.reach)
    region.edits.push({ ...edit, offset: edit.offset - region.start })
  }
  return regions
}

/** Where the end of a run's last line is taken out, what comes next may be of the same line. */
function isBehind(bytes: Uint8Array, { offset }: Edit, { start, end, reach }: Region): boolean {
  if (offset < end) return false
  const first = lineStart(bytes, offset)
  return first >= end && first !== start && reach < first
}

/** Where the line begins that holds the byte at `at`. */
export function lineStart(bytes: Uint8Array, at: number): number {
  return at === 0 ? 0 : bytes.lastIndexOf(LF, at - 1) + 1
}

/** Where the line ends that holds the byte at `at`, its line feed included. */
export function lineEnd(bytes: Uint8Array, at: number): number {
  const feed = bytes.indexOf(LF, at)
  return feed < 0 ? bytes.length : feed + 1
}

export function splitLines(bytes: Uint8Array): readonly Buffer[] {
  const lines: Buffer[] = []
  for (let start = 0; start < bytes.length;) {
    const end = lineEnd(bytes, start)
    lines.push(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start))
    start = end
  }
  return lines
}

function commonLength(some: readonly Buffer[], others: readonly Buffer[]): number {
  let length = 0
  for (const [at, line] of some.entries()) {
    if (others[at]?.equals(line) !== true) break
    length += 1
  }
  return length
}

function lengthOf(lines: readonly Buffer[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0)
}

function countLineFeeds(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count += 1
  return count
}
