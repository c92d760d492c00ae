import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readArchive } from '../../plugin/packaging/tar.ts'
import { completionScript } from '../../src/io/completion/completion-script.ts'
import { makeFolder } from '../folder.ts'

export interface Installation {
  /** The folder for PATH. */
  readonly bin: string
  /** The program itself, where it was unpacked. */
  readonly program: string
}

// From Debian's libc6-arm64-cross.
const ARM64_LIBRARIES = '/usr/aarch64-linux-gnu'

/**
 * Unpacks an archive of a release, puts a link to its executable into a folder as Krew does, and the script for
 * completion beside it. The executable of linux/arm64 is run by qemu-user on another machine.
 */
export function installArchive(path: string): Installation {
  const folder = makeFolder({ 'bin/.keep': '' })
  const store = join(folder, 'store/acr/v0.0.0')
  mkdirSync(store, { recursive: true })
  for (const entry of readArchive(readFileSync(path)))
    writeFileSync(join(store, entry.path), entry.bytes, { mode: entry.mode })
  const bin = join(folder, 'bin')
  const installation = { bin, program: join(store, 'kubectl-acr') }
  const isForeign = basename(path).includes('_linux_arm64') && process.arch !== 'arm64'
  if (isForeign) writeProgram(join(bin, 'kubectl-acr'), emulated(installation.program))
  else symlinkSync('../store/acr/v0.0.0/kubectl-acr', join(bin, 'kubectl-acr'))
  writeProgram(join(bin, 'kubectl_complete-acr'), completionScript('linux'))
  return installation
}

function emulated(program: string): string {
  return `#!/bin/sh\nexec qemu-aarch64 -L ${ARM64_LIBRARIES} '${program}' "$@"\n`
}

function writeProgram(path: string, text: string): void {
  writeFileSync(path, text)
  chmodSync(path, 0o755)
}
