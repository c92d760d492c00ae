import { applyEdits } from '../../manifest/edit.ts'
import type { Edit } from '../../manifest/edit.ts'

/** Removed lines and the lines that replace them, all with their line breaks. */
export interface Replacement {
  /** Offsets in bytes of the source, each at the start of a line or the end of the source; `end` is excluded. */
  readonly start: number
  readonly end: number
  /** The number of lines before `start`. */
  readonly line: number
  readonly removed: readonly Buffer[]
  readonly added: readonly Buffer[]
}

interface Region {
  readonly start: number
  end: number
  /** The offset after the last byte that is removed. */
  reach: number
  readonly edits: Edit[]
}

const LF = 0x0a

/**
 * Computes the lines that edits replace. Only lines that an edit touches are compared. Equal lines at both ends are
 * left out. A lone CR does not end a line, as in diff and git.
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

/** Runs of whole lines, with the edits that touch them. Offsets of these edits count from the start of the run. */
function touchedRegions(bytes: Uint8Array, edits: readonly Edit[]): readonly Region[] {
  const regions: Region[] = []
  for (const edit of edits.toSorted((a, b) => a.offset - b.offset)) {
    let region = regions.at(-1)
    if (region === undefined || isAfter(bytes, edit, region)) {
      const start = lineStart(bytes, edit.offset)
      region = { start, end: start, reach: start, edits: [] }
      regions.push(region)
    }
    region.reach = edit.offset + edit.remove
    // Of many edits in one long line, only the first searches for the line's end.
    if (region.reach >= region.end) region.end = lineEnd(bytes, region.reach)
    region.edits.push({ ...edit, offset: edit.offset - region.start })
  }
  return regions
}

/**
 * Whether an edit is after a run of lines. If the last line break of the run is removed, the next text may belong to
 * the same line.
 */
function isAfter(bytes: Uint8Array, { offset }: Edit, { start, end, reach }: Region): boolean {
  if (offset < end) return false
  const first = lineStart(bytes, offset)
  return first >= end && first !== start && reach < first
}

/** The start of the line with the byte at `at`. */
export function lineStart(bytes: Uint8Array, at: number): number {
  return at === 0 ? 0 : bytes.lastIndexOf(LF, at - 1) + 1
}

/** The end of the line with the byte at `at`, after its line feed. */
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
