const MOST = 64

/**
 * The same function, which remembers what it made of the last few keys: for what comes again and again and depends on
 * nothing but its key. An object is the same key only as itself.
 */
export function remembering<K, V extends object | string>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return key => {
    const before = known.get(key)
    if (before !== undefined) return before
    const made = make(key)
    if (known.size === MOST) known.clear()
    known.set(key, made)
    return made
  }
}
