/** The newest Node.js whose V8 is known to have the flag: of one that it lacks it complains on stderr. */
const NEWEST_KNOWN = 24

/** What a verb may ask of the engine's memory. It changes the whole process, so that whoever runs several verbs in one hands in less. */
export interface HeapControl {
  /** Keeps memory the same however long a stream is. */
  limitGrowth(): Promise<void>
  /** What gives memory back where much of it is in use. */
  reclaimer(): Promise<() => void>
}

type Versions = Readonly<Record<string, string | undefined>>

/** `versions`: as Node.js or Bun tells them. Bun has another engine, of which nothing is asked. */
export function heapControl(versions: Versions): HeapControl {
  return { limitGrowth: () => limitHeapGrowth(versions), reclaimer: () => memoryReclaimer(versions) }
}

/** V8 lets the space for new objects double again and again while many come and go, although none of a stream's is needed for long. */
async function limitHeapGrowth(versions: Versions): Promise<void> {
  const major = Number.parseInt(versions['node'] ?? '', 10)
  if (versions['bun'] !== undefined || !(major <= NEWEST_KNOWN)) return
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** Bytes in use from which on it is worth some milliseconds to look for garbage, and how many more until it is again. */
const MOST_USED = 32 * 2 ** 20
const GARBAGE = 12 * 2 ** 20

/**
 * V8 lets old garbage grow to some 200 MB before it looks at it at all. That is more than all that is ever held of a
 * cluster: next to nothing of each page of a list stays, but a page is too large to be gone while it is young.
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
