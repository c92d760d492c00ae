import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const skipped: string[] = []
const missing: string[] = []
const required = (process.env['REQUIRE_PROGRAMS'] ?? '').split(/[\s,]+/)

/** The parts of the suite that this machine could not run, each with its reason, for the end of the run. */
export function skippedParts(): readonly string[] {
  return skipped
}

/** The skipped parts whose program REQUIRE_PROGRAMS names (a list, as in `.ci/run`), so that the run has failed. */
export function missingParts(): readonly string[] {
  return missing
}

/** Names a part of the suite that this run leaves out, with the reason in brackets. */
export function skipPart(reason: string): void {
  skipped.push(reason)
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
  return skip(program, `${part} (${program} is not on PATH)`)
}

/** The program that a variable names by its path; without one `undefined`, and the part is named at the end as skipped. */
export function namedProgram(variable: string, part: string): string | undefined {
  const path = process.env[variable] ?? ''
  return path === '' ? skip(variable, `${part} (${variable} names no program)`) : path
}

function skip(program: string, reason: string): undefined {
  skipPart(reason)
  if (required.includes(program)) missing.push(reason)
  return undefined
}
