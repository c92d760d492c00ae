const MAX_KEYS = 256

/**
 * Returns a function that caches the results of `make`, a function of its key alone. The cache holds at most MAX_KEYS keys
 * and is cleared when it is full. Objects are compared by identity.
 */
export function memoize<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, { readonly value: V }>()
  return key => {
    const before = known.get(key)
    if (before !== undefined) return before.value
    const value = make(key)
    if (known.size === MAX_KEYS) known.clear()
    known.set(key, { value })
    return value
  }
}

/**
 * Returns a function that creates a value at its first call, and keeps it. For constants that not every run needs.
 */
export function once<V extends object>(make: () => V): () => V {
  let value: V | undefined
  return () => (value ??= make())
}
