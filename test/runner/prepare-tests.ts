import { configureGlobal } from 'fast-check'
import * as modules from 'node:module'
import { makeFolder } from '../folder.ts'
import * as hooks from './uvu-hooks.mjs'

/** What has to be in place before a test file is imported. */
export function prepareTests(): void {
  process.env['XDG_CACHE_HOME'] = makeFolder() // what the launcher keeps is not for who runs the tests
  configureGlobal({ includeErrorInReport: true })
  if ('registerHooks' in modules && typeof modules.registerHooks === 'function') modules.registerHooks(hooks)
  else modules.register('./uvu-hooks.mjs', import.meta.url)
}
