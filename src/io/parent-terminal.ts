import { constants, createWriteStream, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { lazyStream, orUndefined } from './non-blocking-stdio.ts'

/** What is written where there is neither the stderr of the parent process nor a terminal. */
const FILE = 'messages.txt'
const { O_APPEND, O_CREAT, O_NOCTTY, O_WRONLY } = constants

/**
 * Writes to the stderr of the process that started this one (Linux), or to the terminal, or to a file in a directory; for
 * a host that keeps the stderr of what it runs to itself. `undefined` where none of these can be opened.
 */
export function openParentTerminal(
  { platform, parent }: { readonly platform: string; readonly parent: number },
  directory: string,
): Writable | undefined {
  const file = join(directory, FILE)
  orUndefined(() => rmSync(file, { force: true }))
  const places: readonly (readonly [path: string, mode: number])[] = [
    ...(overwrites(parent) ? [] : [[`/proc/${parent}/fd/2`, O_WRONLY | O_APPEND | O_NOCTTY] as const]),
    [platform === 'win32' ? '\\\\.\\CONOUT$' : '/dev/tty', O_WRONLY | O_NOCTTY],
    [file, O_WRONLY | O_APPEND | O_CREAT],
  ]
  for (const [path, mode] of places) {
    const descriptor = orUndefined(() => openSync(path, mode))
    if (descriptor !== undefined) return streamTo(descriptor, path)
  }
  return undefined
}

/** Whether what another process writes to its stderr next would stand over what is appended to that file now. */
function overwrites(process: number): boolean {
  const isFile = orUndefined(() => statSync(`/proc/${process}/fd/2`).isFile()) ?? false
  const status = orUndefined(() => readFileSync(`/proc/${process}/fdinfo/2`, 'utf8')) ?? ''
  const flags = Number.parseInt(/^flags:\s*([0-7]+)/m.exec(status)?.[1] ?? '0', 8)
  return isFile && (flags & O_APPEND) === 0
}

/** Writes at once, as little is written and the process may end right behind it. */
function streamTo(descriptor: number, path: string): Writable {
  return lazyStream<Writable>(
    () => createWriteStream(path, { fd: descriptor }),
    () => ({
      write(content: Uint8Array | string, done?: (error?: Error | null) => void): boolean {
        const bytes = Buffer.from(content)
        let at = 0
        let size: number | undefined = 0
        while (size !== undefined && at < bytes.length) {
          size = orUndefined(() => writeSync(descriptor, bytes, at))
          at += size ?? 0
        }
        done?.()
        return true
      },
    }),
  )
}
