import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { makeFolder } from '../folder.ts'
import { pluginCommand } from './built-plugin.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/** The tag of the present version. */
export const tag = `v${version}`

export interface LocalReleases {
  /** The folder with the `kubectl-acr` that stands for the executable. Absent: the plugin under test. */
  readonly plugin?: string
  /** Changes an archive and its checksums before they are published. */
  readonly change?: (archive: string, sums: string) => void
}

/** A directory of releases as its URL: one, with an executable for this platform. */
export function localReleases({ plugin, change }: LocalReleases = {}): string {
  const directory = makeFolder()
  mkdirSync(join(directory, tag))
  const archive = archiveIn(directory)
  const given = process.env['KUBECTL_ACR_ARCHIVE']
  if (given === undefined) {
    const command = plugin === undefined ? pluginCommand() : [join(plugin, 'kubectl-acr')]
    const program = command.map(word => `'${word}'`)
    const cache = `XDG_CACHE_HOME='${process.env['XDG_CACHE_HOME']}'` // an executable compiles nothing either
    const packed = makeFolder({ 'kubectl-acr': `#!/bin/sh\n${cache} exec ${program.join(' ')} "$@"\n` })
    chmodSync(join(packed, 'kubectl-acr'), 0o755)
    execFileSync('tar', ['-czf', archive, '-C', packed, 'kubectl-acr'])
  } else copyFileSync(given, archive)
  const sum = createHash('sha256').update(readFileSync(archive)).digest('hex')
  const sums = join(directory, tag, 'SHA256SUMS')
  const name = basename(archive)
  writeFileSync(sums, `${'1'.repeat(64)}  x${name}\n${sum}  ${name}\n`)
  change?.(archive, sums)
  return pathToFileURL(directory).href
}

export function archiveIn(directory: string): string {
  const os = process.platform === 'darwin' ? 'darwin' : 'linux'
  const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'
  return join(directory, tag, `kubectl-acr_${tag}_${os}_${arch}.tar.gz`)
}
