/** What to do instead, for flags that people know from kubectl and that have no place here. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['-n', 'The namespace is that of the manifests; give -n to kubectl apply.'],
  ['--namespace', 'The namespace is that of the manifests; give --namespace to kubectl apply.'],
  ['-o', 'The output is written as the input is; --report shapes the report.'],
  ['--output', 'The output is written as the input is; --report shapes the report.'],
  ['--dry-run', 'Nothing is changed without --in-place; --diff shows what would be.'],
  ['-i', 'To change the files themselves, use --in-place.'],
])

export function hintFor(flag: string): string | undefined {
  return HINTS.get(flag)
}
