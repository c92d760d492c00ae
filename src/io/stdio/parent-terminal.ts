import { constants, createWriteStream, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { lazyStream, orUndefined } from './non-blocking-stdio.ts'

/** The file for messages if neither the parent's stderr nor a terminal can be opened. */
const FILE = 'messages.txt'
const { O_APPEND, O_CREAT, O_NOCTTY, O_WRONLY } = constants

/**
 * Opens the stderr of the parent process (Linux), or the terminal, or a file in a directory. For hosts that hide the
 * stderr of their plugins. `undefined` if none of these can be opened.
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

/** Whether the parent's next write to its stderr would overwrite text that is appended now. */
function overwrites(process: number): boolean {
  const isFile = orUndefined(() => statSync(`/proc/${process}/fd/2`).isFile()) ?? false
  const status = orUndefined(() => readFileSync(`/proc/${process}/fdinfo/2`, 'utf8')) ?? ''
  const flags = Number.parseInt(/^flags:\s*([0-7]+)/m.exec(status)?.[1] ?? '0', 8)
  return isFile && (flags & O_APPEND) === 0
}

/** Writes synchronously: the text is short, and the process may end directly after it. */
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
