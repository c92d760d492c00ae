import { constants, fstatSync, openSync, statSync } from 'node:fs'

// To load Node's streams takes a tenth of a whole start. So what can be read or written at once, is: with a file, and with
// a pipe by way of a second description of it that never waits, as Linux has it. Whatever else, and all that would have
// to be waited for, is left to Node's stream, and so is every error: a signal must be heard meanwhile.

const { O_NONBLOCK } = constants

/** A descriptor by which a standard stream can be used without waiting; `undefined` where there is none. */
export function openWithoutWaiting(descriptor: number, mode: number): number | undefined {
  const kind = kindOf(descriptor)
  if (kind !== 'pipe') return kind === 'file' ? descriptor : undefined
  return orUndefined(() => openSync(`/proc/self/fd/${descriptor}`, mode | O_NONBLOCK))
}

/** Without loading what Node.js has for terminals. */
export function isNeverTerminal(descriptor: number): boolean {
  return kindOf(descriptor) !== 'other'
}

function kindOf(descriptor: number): 'file' | 'pipe' | 'other' {
  const status = orUndefined(() => fstatSync(descriptor))
  if (status?.isFile()) return 'file'
  if (status?.isFIFO()) return 'pipe'
  const isNull = status?.isCharacterDevice() && status.rdev === orUndefined(() => statSync('/dev/null'))?.rdev
  return isNull ? 'file' : 'other'
}

/** `undefined` for whatever goes wrong: Node's stream will meet it again, and say so. */
export function orUndefined<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch {
    return undefined
  }
}

/** What stands for a stream until more is asked of it than the few things that it can do itself. */
export function lazyStream<T extends object>(
  make: () => T,
  ownOf: (made: () => T) => Readonly<Record<PropertyKey, unknown>>,
): T {
  let stream: T | undefined
  const made = (): T => (stream ??= make())
  const own = ownOf(made)
  return new Proxy<T>(Object.create(null), {
    has: (_, key) => key in own || key in made(),
    get: (_, key) => {
      if (key in own) return own[key]
      const value: unknown = Reflect.get(made(), key)
      return typeof value === 'function' ? value.bind(made()) : value
    },
  })
}
