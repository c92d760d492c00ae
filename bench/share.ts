import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scanFast } from '../src/manifest/fast-reader.ts'
import { cutDocuments } from '../src/manifest/stream.ts'

/** How many documents the fast reader handles. */
export interface Share {
  readonly documents: number
  readonly handled: number
}

/** Counts the documents of some sources, and those that the fast reader handles without the full parser. */
export function fastReaderShare(sources: Iterable<Uint8Array>): Share {
  let [documents, handled] = [0, 0]
  for (const bytes of sources)
    for (const { start, end } of cutDocuments(bytes)) {
      documents += 1
      if (scanFast(bytes.subarray(start, end)) !== undefined) handled += 1
    }
  return { documents, handled }
}

/** `9,512 of 10,000 documents (95.1 %)`. */
export function describeShare({ documents, handled }: Share): string {
  const percent = documents === 0 ? 0 : (100 * handled) / documents
  return `${grouped(handled)} of ${grouped(documents)} documents (${percent.toFixed(1)} %)`
}

function grouped(count: number): string {
  return count.toLocaleString('en')
}

/** The contents of the YAML and JSON files below a folder. */
export function* manifestsIn(folder: string): Generator<Uint8Array> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name))
      yield readFileSync(join(entry.parentPath, entry.name))
}
