/**
 * Around the bundle, so that its text is a script that gives a function, as the launcher compiles it: to put this around
 * half a megabyte at each start takes a millisecond. Where it is required, it runs as any CommonJS file.
 */
export const BEFORE = '(start=>typeof module==="undefined"?start:start(require))(function(require){'
export const BEHIND = '})'

/** The plain bundle, for a bundler, which must see that `require` is the real one. */
export function unwrapped(bundle: string): string {
  const [before, plain, ...others] = bundle.split(BEFORE)
  const end = plain?.lastIndexOf(BEHIND) ?? -1
  if (before === undefined || plain === undefined || end < 0 || others.length > 0)
    throw new Error('the bundle is not wrapped as it should be')
  return before + plain.slice(0, end)
}
