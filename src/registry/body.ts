/** The body of an answer; `undefined`, and no more read, where it is larger than `size` bytes. */
export async function readBody(response: Response, size: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    length += chunk.length
    if (length > size) return undefined
  }
  return Buffer.concat(chunks)
}
