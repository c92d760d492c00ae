import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Milliseconds that each test file took when it ran last, for the order of the next run. */
export type Durations = Readonly<Record<string, number>>

const kept = fileURLToPath(
  new URL('../../node_modules/.cache/kubectl-acr/test-durations.json', import.meta.url),
)

export function readDurations(): Durations {
  try {
    return JSON.parse(readFileSync(kept, 'utf8'))
  } catch {
    return {} // of the first run, or a half-written file
  }
}

export function writeDurations(durations: Durations): void {
  mkdirSync(dirname(kept), { recursive: true })
  writeFileSync(kept, JSON.stringify({ ...readDurations(), ...durations }, null, 2))
}

/** The longest first, so that workers end at about the same time; before them those not known, large ones first. */
export function longestFirst(
  folder: string,
  files: readonly string[],
  durations: Durations,
): readonly string[] {
  const size = (file: string): number => statSync(join(folder, file)).size
  const duration = (file: string): number => durations[file] ?? Number.MAX_SAFE_INTEGER
  return files.toSorted((a, b) => duration(b) - duration(a) || size(b) - size(a))
}
