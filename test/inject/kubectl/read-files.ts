import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseObjects } from '../kubectl-reader.ts'
import { isFields } from '../manifests.ts'
import type { Fields } from '../manifests.ts'

/** What one kubectl process reads of many texts, each in a file of its own; what it refuses is missing. By name. */
export async function readFiles(
  kubectl: string,
  texts: readonly Uint8Array[],
): Promise<ReadonlyMap<string, Fields>> {
  const directory = await mkdtemp(join(tmpdir(), 'kubectl-reads-'))
  try {
    await Promise.all(texts.map((text, at) => writeFile(join(directory, `${at}.yaml`), text)))
    const printed = await new Promise<string>(resolve => {
      const args = ['label', '--local', '-f', directory, 'judged=yes', '-o', 'json']
      execFile(kubectl, args, { maxBuffer: 1 << 28 }, (_, stdout) => resolve(stdout))
    })
    return new Map(parseObjects(printed.trim()).map(one => [nameOf(one), one]))
  } finally {
    await rm(directory, { recursive: true })
  }
}

function nameOf({ metadata }: Fields): string {
  const name = isFields(metadata) ? metadata['name'] : undefined
  return typeof name === 'string' ? name : ''
}
