import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const skipped: string[] = []

/** The parts of the suite that this machine could not run, each with its reason, for the end of the run. */
export function skippedParts(): readonly string[] {
  return skipped
}

/** The path of a program on PATH; without it `undefined`, and the part is named at the end as skipped. */
export function findProgram(program: string, part: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const suffix of process.platform === 'win32' ? ['.exe', '.cmd'] : ['']) {
      const path = join(folder, program + suffix)
      try {
        accessSync(path, constants.X_OK)
        return path
      } catch {
        continue
      }
    }
  }
  skipped.push(`${part} (${program} is not on PATH)`)
  return undefined
}
