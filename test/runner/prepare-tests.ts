import { configureGlobal } from 'fast-check'
import { makeFolder } from '../folder.ts'

/** What has to be in place before a test file is imported. */
export function prepareTests(): void {
  process.env['XDG_CACHE_HOME'] = makeFolder() // what the launcher keeps is not for who runs the tests
  configureGlobal({ includeErrorInReport: true })
}
