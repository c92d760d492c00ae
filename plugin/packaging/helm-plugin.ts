import { parseDocument } from 'yaml'
import type { Platform } from './platforms.ts'

/** The placeholder for the version in the source of the plugin. */
const UNPACKED = /^version: 0\.0\.0 #.*$/m

/**
 * The name of the archive. Helm looks for `plugin.yaml` in a directory with this name, without the extension
 * (`LocalInstaller` of helm).
 */
export function helmPluginName({ os, arch }: Pick<Platform, 'os' | 'arch'>, version: string): string {
  return `helm-acr_v${version}_${os}_${arch}.tgz`
}

/** Helm's `plugin.yaml` with the version of a release, without comments. Throws if Helm would refuse it. */
export function helmPlugin(source: string, version: string): string {
  if (!UNPACKED.test(source)) throw new Error('plugin.yaml: there is no place for the version')
  const text = source.replace(/^#.*\n/gm, '').replace(UNPACKED, `version: ${version}`)
  const problems = helmProblems(text)
  if (problems.length > 0) throw new Error(`plugin.yaml: ${problems.join('; ')}`)
  return text
}

/** Keys of a version 1 plugin; Helm refuses others (`MetadataV1`, decoded strictly: helm `internal/plugin/loader.go`). */
const KEYS = ['apiVersion', 'name', 'type', 'runtime', 'version', 'sourceURL', 'config', 'runtimeConfig']

function helmProblems(text: string): readonly string[] {
  const document = parseDocument(text)
  const problems = document.errors.map(({ message }) => message)
  const plugin: Record<string, unknown> = document.toJS() ?? {}
  for (const key of Object.keys(plugin))
    if (!KEYS.includes(key)) problems.push(`${key} is not a key of a plugin`)
  if (plugin['apiVersion'] !== 'v1') problems.push('apiVersion must be v1')
  if (plugin['type'] !== 'postrenderer/v1') problems.push('type must be postrenderer/v1')
  if (!/^[A-Za-z0-9_-]+$/.test(String(plugin['name'])))
    problems.push('name has a character that Helm refuses')
  if (!/^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.-]+)?$/.test(String(plugin['version'])))
    problems.push('version must be a semantic version')
  return problems
}
