/** The newest Node.js whose V8 is known to have the flag: of one that it lacks it complains on stderr. */
const NEWEST_KNOWN = 24

/**
 * Keeps memory the same however long a stream is: V8 lets the space for new objects double again and again while many
 * come and go, although none of a stream's is needed for long. `versions`: as Node.js or Bun, which has another engine,
 * tells them.
 */
export async function limitHeapGrowth(versions: Readonly<Record<string, string | undefined>>): Promise<void> {
  const major = Number.parseInt(versions['node'] ?? '', 10)
  if (versions['bun'] !== undefined || !(major <= NEWEST_KNOWN)) return
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** Bytes in use from which on it is worth some milliseconds to look for garbage, and how many more until it is again. */
const MOST_USED = 32 * 2 ** 20
const GARBAGE = 12 * 2 ** 20

/**
 * What gives memory back where much of it is in use. V8 lets old garbage grow to some 200 MB before it looks at it at all, which is more
 * than all that is ever held of a cluster: of each page of a list next to nothing stays, and too much of it at a time to
 * be gone while it is young. Does nothing where the engine is another one.
 */
export async function memoryReclaimer(
  versions: Readonly<Record<string, string | undefined>>,
): Promise<() => void> {
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
