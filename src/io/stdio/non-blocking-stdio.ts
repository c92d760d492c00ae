import { constants, fstatSync, openSync, statSync } from 'node:fs'

// Loading Node's streams takes a tenth of the start. So files, and pipes on Linux, are read and written synchronously
// while that cannot block. For this, a pipe is opened again with O_NONBLOCK. Node's stream does everything else:
// other media, waiting, and errors. While it waits, signals are handled.

const { O_NONBLOCK } = constants

/** A descriptor for using a standard stream without blocking; `undefined` if there is none. */
export function openWithoutWaiting(descriptor: number, mode: number): number | undefined {
  const kind = kindOf(descriptor)
  if (kind !== 'pipe') return kind === 'file' ? descriptor : undefined
  return orUndefined(() => openSync(`/proc/self/fd/${descriptor}`, mode | O_NONBLOCK))
}

/** Whether a descriptor cannot be a terminal. Node's own test loads its code for terminals. */
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

/** Returns `undefined` if the call throws. Node's stream will get the same error, and report it. */
export function orUndefined<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch {
    return undefined
  }
}

/** A stream that is created when a property is used that `ownOf` does not provide. */
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
