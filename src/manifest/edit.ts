/** One splice: at `offset`, `remove` units go and `text` comes. The unit is the caller's, characters or bytes. */
export interface Edit {
  readonly offset: number
  readonly remove: number
  readonly text: string
}

/**
 * The pieces of `bytes` with all edits done, in one pass; offsets are bytes, `text` becomes UTF-8.
 * Throws a RangeError where two edits overlap, which is a bug of whoever made them.
 */
export function applyEdits(bytes: Uint8Array, edits: readonly Edit[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = []
  let done = 0
  for (const { offset, remove, text } of edits.toSorted((a, b) => a.offset - b.offset)) {
    if (offset < done || offset + remove > bytes.length)
      throw new RangeError(`edits overlap at byte ${offset}`)
    pieces.push(bytes.subarray(done, offset), Buffer.from(text))
    done = offset + remove
  }
  pieces.push(bytes.subarray(done))
  return pieces
}
