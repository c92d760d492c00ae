import { configureGlobal } from 'fast-check'
import { makeFolder } from '../folder.ts'
import { propertyRuns } from '../property-runs.ts'

/** What has to be in place before a test file is imported. */
export function prepareTests(): void {
  process.env['XDG_CACHE_HOME'] = makeFolder() // what the launcher keeps is not for who runs the tests
  // bash takes the socket that Node.js gives it as standard input for a remote login, and reads ~/.bashrc; within a shell it does not.
  process.env['SHLVL'] = '1'
  configureGlobal({ includeErrorInReport: true, numRuns: propertyRuns(100) })
}
