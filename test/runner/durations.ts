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
  'plugin/remedies.test.ts': 20,
  'plugin/ci.test.ts': 15,
  'plugin/launcher.test.ts': 6,
  'runner/runner.test.ts': 6,
  'documents/documents.test.ts': 6,
  'cluster/scale.test.ts': 6,
  'krm/entries.test.ts': 5,
  'plugin/check.test.ts': 5,
  'plugin/signals.test.ts': 5,
  'cluster/cases.test.ts': 4,
  'plugin/ci-templates.test.ts': 4,
  'inject/properties.test.ts': 4,
  'bench/inputs.test.ts': 4,
  'manifest/fast-reader/fast-reader.test.ts': 3,
  'commands/check-cluster.test.ts': 3,
  'registry/verify.test.ts': 3,
  'fixtures.test.ts': 3,
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
