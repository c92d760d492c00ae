/** Bytes cut at the given sizes, and the rest; sizes of 0 give empty chunks. */
export function chunksOf(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  let at = 0
  const chunks = sizes.map(size => {
    const chunk = bytes.subarray(at, at + size)
    at += chunk.length
    return chunk
  })
  return [...chunks, bytes.subarray(at)]
}
