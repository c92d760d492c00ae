import { readFileSync, statfsSync } from 'node:fs'
import { makeFolder } from '../folder.ts'
import { propertyRuns } from '../property-runs.ts'
import { TESTS } from './options.ts'

/** Bytes that the folders of a whole run have room in. */
const ROOM = 2 * 1024 ** 3

/** Puts in place what the test files of a folder need before they are imported. */
export async function prepareTests(folder: string): Promise<void> {
  const memory = folderInMemory()
  if (memory !== undefined && process.env['TMPDIR'] === undefined) {
    process.env['TMPDIR'] = memory
    process.env['TMPDIR'] = makeFolder() // so that what other programs leave goes, too
  }
  process.env['XDG_CACHE_HOME'] = makeFolder() // what the launcher keeps is not for who runs the tests
  // bash takes the socket that Node.js gives it as standard input for a remote login, and reads ~/.bashrc; within a shell it does not.
  process.env['SHLVL'] = '1'
  if (folder !== TESTS) return // tests of the runner have no properties
  const { configureGlobal } = await import('fast-check')
  configureGlobal({ includeErrorInReport: true, numRuns: propertyRuns(100) })
}

/**
 * Linux's file system in memory: making and removing the folders of tests there takes a tenth of the processor's time. It is
 * left alone where it is small, or where programs cannot be run from it, as in many containers.
 */
function folderInMemory(): string | undefined {
  const folder = '/dev/shm'
  try {
    const [, options = 'noexec'] =
      /^\S+ \/dev\/shm tmpfs (\S+)/m.exec(readFileSync('/proc/mounts', 'utf8')) ?? []
    const { bavail, bsize } = statfsSync(folder)
    if (/\brw\b/.test(options) && !/\bnoexec\b/.test(options) && bavail * bsize > ROOM) return folder
  } catch {
    // There is none.
  }
  return undefined
}
