import { configureGlobal } from 'fast-check'
import * as modules from 'node:module'
import * as hooks from './uvu-hooks.mjs'

/** What has to be in place before a test file is imported. */
export function prepareTests(): void {
  configureGlobal({ includeErrorInReport: true })
  if ('registerHooks' in modules && typeof modules.registerHooks === 'function') modules.registerHooks(hooks)
  else modules.register('./uvu-hooks.mjs', import.meta.url)
}
