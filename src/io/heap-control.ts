/** The newest Node.js whose V8 is known to have the flag. V8 prints a warning for an unknown flag. */
const NEWEST_KNOWN = 24

/**
 * Controls the memory of the JavaScript engine. It changes the whole process, so callers that run several verbs pass a
 * weaker version.
 */
export interface HeapControl {
  /** Keeps memory constant for a stream of any length. */
  limitGrowth(): Promise<void>
  /** Returns a function that frees memory when much of it is used. */
  reclaimer(): Promise<() => void>
}

type Versions = Readonly<Record<string, string | undefined>>

/** `versions` is `process.versions` of Node.js or Bun. Bun's engine has no such controls. */
export function heapControl(versions: Versions): HeapControl {
  return { limitGrowth: () => limitHeapGrowth(versions), reclaimer: () => memoryReclaimer(versions) }
}

/**
 * V8 doubles the space for new objects again and again while many are created, although a stream needs none of them
 * for long.
 */
async function limitHeapGrowth(versions: Versions): Promise<void> {
  const major = Number.parseInt(versions['node'] ?? '', 10)
  if (versions['bun'] !== undefined || !(major <= NEWEST_KNOWN)) return
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** Used bytes from which a garbage collection is worth some milliseconds, and further bytes until the next one. */
const MOST_USED = 32 * 2 ** 20
const GARBAGE = 12 * 2 ** 20

/**
 * V8 lets old garbage grow to some 200 MB before it collects any. That is more than everything that is kept of a
 * cluster. Almost nothing of each page of a list is kept, but a page is too large to be collected while it is young.
 */
async function memoryReclaimer(versions: Versions): Promise<() => void> {
  if (versions['bun'] !== undefined) return () => {}
  await limitHeapGrowth(versions)
  const [{ getHeapStatistics, setFlagsFromString }, { runInNewContext }] = await Promise.all([
    import('node:v8'),
    import('node:vm'),
  ])
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  let limit = MOST_USED
  return () => {
    if (getHeapStatistics().used_heap_size < limit || typeof collect !== 'function') return
    collect()
    limit = Math.max(MOST_USED, getHeapStatistics().used_heap_size + GARBAGE)
  }
}
