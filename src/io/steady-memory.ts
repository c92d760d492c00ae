/** The newest Node.js whose V8 is known to have the flag: of one that it lacks it complains on stderr. */
const NEWEST_KNOWN = 24

/**
 * Keeps memory the same however long a stream is: V8 lets the space for new objects double again and again while many
 * come and go, although none of a stream's is needed for long. `versions`: as Node.js or Bun, which has another engine,
 * tells them.
 */
export async function keepMemorySteady(
  versions: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const major = Number.parseInt(versions['node'] ?? '', 10)
  if (versions['bun'] !== undefined || !(major <= NEWEST_KNOWN)) return
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--semi-space-growth-factor=1')
}
