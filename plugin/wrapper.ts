/**
 * The text before and after each file of the bundle. It makes the file a script that returns a function of `require`, which
 * the launcher compiles. Wrapping half a megabyte at each start would take a millisecond. With `require`, the file runs like
 * any CommonJS file.
 */
export const BEFORE =
  '(start=>typeof module==="undefined"?start:module.exports=start(require))(function(require){var module={};'
export const AFTER = ';return module.exports})'

/**
 * A file of the bundle without the wrapper, for a bundler that must see the real `require`. Throws unless the wrapper
 * occurs exactly once.
 */
export function unwrapped(file: string): string {
  const [before, plain, ...others] = file.split(BEFORE)
  const end = plain?.lastIndexOf(AFTER) ?? -1
  if (before === undefined || plain === undefined || end < 0 || others.length > 0)
    throw new Error('the bundle is not wrapped as it should be')
  return before + plain.slice(0, end)
}
