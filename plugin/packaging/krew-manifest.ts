import { createHash } from 'node:crypto'
import { archiveName, platformName } from './platforms.ts'

/** One archive of a release, by its platform. */
export interface Released {
  readonly os: 'linux' | 'darwin' | 'windows'
  readonly arch: 'amd64' | 'arm64'
  readonly archive: Uint8Array
}

/**
 * `krew.yaml` with the version, the addresses and the checksums of a release. It is edited, not printed anew: each line
 * `uri`, with the `sha256` behind it, gets those of the archive that it names. Throws where an archive has no place.
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
