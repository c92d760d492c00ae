/** Advice for kubectl's flags that do not exist here. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['-o', 'The output has the format of the input; --report sets that of the report.'],
  ['--output', 'The output has the format of the input; --report sets that of the report.'],
  ['--dry-run', 'No file changes without --in-place; --diff shows the changes.'],
  ['-i', 'To write the result back to the files, use --in-place.'],
])

export function hintFor(flag: string): string | undefined {
  return HINTS.get(flag)
}
