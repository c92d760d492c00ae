const MOST = 256

/**
 * The same function, which remembers what it made of the last few keys: for what comes again and again and depends on
 * nothing but its key. An object is the same key only as itself.
 */
export function memoize<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, { readonly value: V }>()
  return key => {
    const before = known.get(key)
    if (before !== undefined) return before.value
    const value = make(key)
    if (known.size === MOST) known.clear()
    known.set(key, { value })
    return value
  }
}
