import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isFields } from './manifests.ts'
import type { Fields, Value } from './manifests.ts'

const SEPARATOR = 'between-two-inputs'
const separator = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: SEPARATOR } })

/** The objects that kubectl prints, one JSON text behind the other. */
export function parseObjects(printed: string): Fields[] {
  if (printed === '') return []
  const objects = printed.split(/(?<=^\})\n(?=\{)/m).map((text): Value => JSON.parse(text))
  return objects.filter(isFields)
}

/**
 * What kubectl reads from each input, in their order; `undefined` for one that it refuses. A process of kubectl costs more
 * than most inputs do, so that it gets all of them as the files of a folder. It goes on behind a file that it refuses
 * and names it; where it names none, each half is tried alone.
 */
export async function readByKubectl(
  kubectl: string,
  inputs: readonly Uint8Array[],
): Promise<readonly (readonly Fields[] | undefined)[]> {
  const read: (readonly Fields[] | undefined)[] = inputs.map(() => undefined)
  const pending = [inputs.map((input, at) => ({ at, input }))]
  for (let batch = pending.pop(); batch !== undefined; batch = pending.pop()) {
    const { groups, refused } = await readBatch(
      kubectl,
      batch.map(({ input }) => input),
    )
    if (groups?.length === batch.length) {
      for (const [index, { at }] of batch.entries()) read[at] = groups[index]
    } else if (refused.size > 0) {
      pending.push(batch.filter((_, index) => !refused.has(index)))
    } else if (batch.length > 1) {
      const middle = batch.length >> 1
      pending.push(batch.slice(0, middle), batch.slice(middle))
    }
  }
  return read
}

interface BatchResult {
  /** The objects of each input; `undefined` where kubectl failed. */
  readonly groups?: readonly (readonly Fields[])[]
  /** Which inputs kubectl named when it failed. */
  readonly refused: ReadonlySet<number>
}

async function readBatch(kubectl: string, inputs: readonly Uint8Array[]): Promise<BatchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-acr-batch-'))
  try {
    // kubectl reads a folder in the order of its names.
    for (const [index, input] of inputs.entries()) {
      const name = `input-${String(index).padStart(6, '0')}`
      writeFileSync(join(folder, `${name}.yaml`), input)
      writeFileSync(join(folder, `${name}.yaml-end.json`), separator)
    }
    const { failure, stdout } = await label(kubectl, folder)
    if (failure === undefined) return { groups: split(parseObjects(stdout.trim())), refused: new Set() }
    return {
      refused: new Set([...failure.matchAll(/input-(\d{6})\.yaml/g)].map(([, index]) => Number(index))),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function split(objects: readonly Fields[]): readonly (readonly Fields[])[] {
  const groups: Fields[][] = []
  let group: Fields[] = []
  for (const one of objects) {
    const { metadata } = one
    if (one['kind'] === 'ConfigMap' && isFields(metadata) && metadata['name'] === SEPARATOR) {
      groups.push(group)
      group = []
    } else {
      group.push(one)
    }
  }
  return groups
}

/** `kubectl label --local` reads as `kubectl apply` does, and prints what it read. */
function label(kubectl: string, folder: string): Promise<{ failure: string | undefined; stdout: string }> {
  const args = ['label', '--local', '-f', folder, 'judged=yes', '-o', 'json']
  return new Promise(resolve => {
    execFile(kubectl, args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      resolve({ failure: error === null ? undefined : stderr, stdout })
    })
  })
}
