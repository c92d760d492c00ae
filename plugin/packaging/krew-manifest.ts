import { createHash } from 'node:crypto'
import { archiveName, platformName } from './platforms.ts'

/** The archive of a release for one platform. */
export interface Released {
  readonly os: 'linux' | 'darwin' | 'windows'
  readonly arch: 'amd64' | 'arm64'
  readonly archive: Uint8Array
}

/**
 * `krew.yaml` with the version, URLs and checksums of a release. The text is edited, not generated: each `uri` line
 * and the `sha256` line after it get the values of their archive. Throws if an archive has no such lines.
 */
export function releasedManifest(source: string, version: string, archives: readonly Released[]): string {
  const withVersion = source
    .replace(/^#.*\n/gm, '')
    .replace(/^( {2}version: ).*$/m, (_, key: string) => `${key}v${version}`)
  return archives.reduce((text, { os, arch, archive }) => {
    const line = new RegExp(`^( +uri: \\S+/download/)\\S+_${os}_${arch}\\.tar\\.gz\\n( +sha256: ).*$`, 'm')
    if (!line.test(text)) throw new Error(`krew.yaml: there is no place for ${platformName({ os, arch })}`)
    return text.replace(
      line,
      (_, uri: string, sha256: string) =>
        `${uri}v${version}/${archiveName({ os, arch }, version)}\n${sha256}${checksum(archive)}`,
    )
  }, withVersion)
}

export function checksum(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
