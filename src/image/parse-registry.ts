import { isPlaceholderHost } from '../text/placeholder.ts'
import { UsageError } from '../text/user-error.ts'
import { parseLoginServer } from './login-server.ts'

const HOST = /^[A-Za-z0-9.-]+(?::\d+)?$/

/**
 * Parses a value of `--registry`: a registry's name, a login server, or any other host or placeholder. Throws
 * UsageError.
 */
export function parseRegistry(text: string, option = '--registry'): string {
  if (/^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)?$/.test(text)) return `${text.toLowerCase()}.azurecr.io`
  if (/^https?:\/\//.test(text)) throw new UsageError(`${option} ${text}: leave out the scheme`)
  if (text === '' || /[\s"']/.test(text))
    throw new UsageError(`${option} "${text}": expected a registry's name or host`)
  const registry = text.replace(/\/+$/, '')
  const [host = '', ...path] = registry.split('/')
  if (parseLoginServer(host) !== undefined) {
    if (path.length > 0) throw new UsageError(`${option} ${text}: leave out the path after ${host}`)
    return host.toLowerCase()
  }
  if (!HOST.test(host) && !isPlaceholderHost(host))
    throw new UsageError(`${option} ${text}: expected a registry's name or host`)
  return registry
}
