import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scanFast } from '../src/manifest/fast-reader.ts'
import { cutDocuments } from '../src/manifest/stream.ts'

/** How many documents the scanFast answers itself, of how many. */
export interface Share {
  readonly documents: number
  readonly answered: number
}

/** Counts the documents of some sources, and those that the tree need not be asked about. */
export function outlineShare(sources: Iterable<Uint8Array>): Share {
  let [documents, answered] = [0, 0]
  for (const bytes of sources)
    for (const { start, end } of cutDocuments(bytes)) {
      documents += 1
      if (scanFast(bytes.subarray(start, end)) !== undefined) answered += 1
    }
  return { documents, answered }
}

/** `9,512 of 10,000 documents (95.1 %)`. */
export function describeShare({ documents, answered }: Share): string {
  const percent = documents === 0 ? 0 : (100 * answered) / documents
  return `${grouped(answered)} of ${grouped(documents)} documents (${percent.toFixed(1)} %)`
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
