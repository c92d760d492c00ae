import { meantName } from '../kubernetes/meant-name.ts'
import { isSubdomain } from '../kubernetes/names.ts'
import { holdsPlaceholder } from '../text/placeholder.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { Entry } from './site.ts'

/** A fault of one entry in a list. */
export interface OddEntry extends Diagnostic {
  readonly code: 'empty-entry' | 'invalid-name' | 'duplicate-entry'
}

/** Finds entries without a valid name, and duplicates. */
export function oddEntries(entries: readonly Pick<Entry, 'name' | 'line'>[]): readonly OddEntry[] {
  const seen = new Set<string>()
  return entries.flatMap(({ name, line }): readonly OddEntry[] => {
    const isRepeated = seen.has(name)
    seen.add(name)
    if (name === '')
      return [
        {
          code: 'empty-entry',
          line,
          what: 'an entry of imagePullSecrets without a name gives no credential, and still hides the list of the service account',
          remedy: 'remove the entry',
        },
      ]
    if (!isSubdomain(name) && !holdsPlaceholder(name)) return [invalidName(name, line)]
    if (!isRepeated) return []
    const what = `imagePullSecrets lists ${name} twice, which server-side apply refuses`
    return [{ code: 'duplicate-entry', line, what, remedy: 'remove one of them' }]
  })
}

function invalidName(name: string, line: number): OddEntry {
  const meant = meantName(name)
  return {
    code: 'invalid-name',
    line,
    what: `imagePullSecrets lists ${name}, and no Secret can have that name`,
    remedy: meant === undefined ? 'list the name of a Secret' : `write ${meant}`,
  }
}

/** The fault of a list whose value is a placeholder that begins with `#`, such as `#{PullSecrets}#`. */
export function commentedOut(path: string, placeholder: string): string {
  return `${path} is empty, since YAML reads ${placeholder} as a comment`
}
