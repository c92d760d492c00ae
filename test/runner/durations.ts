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

/** Seconds, roughly, of the files that take longest, for a run that knows of none: in a fresh clone, as in CI. */
export const LONG_FILES: Readonly<Record<string, number>> = {
  'plugin/remedies.test.ts': 8,
  'runner/runner.test.ts': 7,
  'krm/entries.test.ts': 5,
  'documents/documents.test.ts': 5,
  'bench/inputs.test.ts': 4,
  'cluster/cases.test.ts': 3,
  'fixtures.test.ts': 3,
  'plugin/launcher.test.ts': 3,
  'manifest/fast-reader/fast-reader.test.ts': 2,
  'plugin/start.test.ts': 2,
  'inject/properties.test.ts': 2,
  'registry/verify.test.ts': 2,
  'cluster/scale.test.ts': 2,
  'cluster/trust.test.ts': 2,
  'cluster/connection/login.test.ts': 2,
  'io/stdio/standard-input.test.ts': 2,
  'io/sources/globs.test.ts': 2,
}

/** What a byte of a test file takes, in milliseconds, where nothing else is known: a second for ten kilobytes. */
const OF_A_BYTE = 0.1

/** The longest first, so that workers end at about the same time. */
export function longestFirst(
  folder: string,
  files: readonly string[],
  durations: Durations,
): readonly string[] {
  const known = new Map([
    ...files.map(file => [file, statSync(join(folder, file)).size * OF_A_BYTE] as const),
    ...Object.entries(LONG_FILES).map(([file, seconds]) => [file, seconds * 1000] as const),
    ...Object.entries(durations),
  ])
  const duration = (file: string): number => known.get(file) ?? 0
  return files.toSorted((a, b) => duration(b) - duration(a))
}
