import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const kept = fileURLToPath(new URL('../node_modules/.cache/kubectl-acr/certificates', import.meta.url))
const WEEK = 7 * 24 * 60 * 60 * 1000
/** Longer than anything is kept. */
export const DAYS = 30

/** Runs openssl with the folder of the files that it makes, in which it is run, too. */
type Make = (run: (...args: readonly string[]) => void, folder: string) => void

/**
 * A folder of keys and certificates, which openssl makes once a week: they are for tests alone, and making them takes
 * longer than most tests. Nobody else writes there. `name` is all that they depend on.
 */
export function keptCertificates(openssl: string, name: string, make: Make): string {
  const week = String(Math.floor(Date.now() / WEEK))
  const folder = join(kept, week, name)
  if (existsSync(folder)) return folder
  mkdirSync(join(kept, week), { recursive: true })
  for (const other of readdirSync(kept))
    if (Number(other) < Number(week) - 1) rmSync(join(kept, other), { recursive: true, force: true })
  const part = mkdtempSync(join(kept, week, 'part-'))
  make((...args) => {
    const made = spawnSync(openssl, args, { cwd: part, encoding: 'utf8' })
    if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`)
  }, part)
  try {
    renameSync(part, folder)
  } catch (error) {
    rmSync(part, { recursive: true })
    if (!existsSync(folder)) throw error // else another process made it meanwhile
  }
  return folder
}
