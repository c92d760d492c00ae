import type { Diagnostic } from './diagnostic.ts'
import type { Edit } from './edit.ts'

/**
 * What a reader says about one pod spec of a document (or a ServiceAccount, whose list has the same shape): plain
 * data, so that two readers can be compared. All offsets count what the reader counts, characters of the document's text
 * or bytes.
 */
export interface Site {
  /** The mapping that the list belongs to, as a person writes it: `spec.template.spec`, `spec.tasks[2].template.spec`. */
  readonly path: string
  readonly images: readonly ImageUse[]
  /** The name that the pod spec gives; absent where it gives none, which Kubernetes reads as `default`. */
  readonly serviceAccount?: string
  /** False where the kind's controller does not hand the list to a pod as Kubernetes does: no ServiceAccount rules. */
  readonly usesServiceAccount: boolean
  /** Written to only where a list already stands. */
  readonly onlyIfListed: boolean
  readonly list: PullSecretList
  /** Keys that lead to the images, the service account or the list and stand more than once; absent where there are none. */
  readonly repeats?: readonly RepeatedKey[]
}

/** A key that a mapping holds more than once: what is read, and edited, is the last. */
export interface RepeatedKey {
  readonly key: string
  /** 1-based lines within the document's text, in order. */
  readonly lines: readonly number[]
}

export interface ImageUse {
  readonly reference: string
  readonly path: string
  /** 1-based line within the document's text. */
  readonly line: number
}

/** A list of pull secrets as it stands: its names, and every edit that could be needed. */
export interface PullSecretList {
  /** `absent`: no key; `empty`: `[]` or null, which Kubernetes counts as no list; `list`: at least one entry. */
  readonly form: 'absent' | 'empty' | 'list'
  readonly line: number
  readonly style: 'block' | 'flow'
  readonly entries: readonly Entry[]
  /** Names that come from a merged mapping (`<<`): in force where the list is absent, hidden by it where it stands. */
  readonly inherited: readonly string[]
  /** How many names it can hold: one, where the field is a string. */
  readonly capacity: 'one' | 'many'
  /** What an insertion changes: the list, or the mapping that gets it and the key. Places with the same one share the edit. */
  readonly target: string
  /** What would be changed in the mappings that are merged (`<<`) into this one, nearest first. */
  readonly mergedTargets: readonly string[]
  readonly insertion: Insertion | Diagnostic
  /** Takes the whole list out again, and what was created with it. */
  readonly removal: Edit | Diagnostic
  /** Takes every entry out and restores the `[]` or null that the first one replaced. */
  readonly emptying: Edit | Diagnostic
}

export interface Entry {
  /** `''` for `{}`, null or an empty name: an entry that counts for Kubernetes and gives nothing. */
  readonly name: string
  readonly line: number
  readonly spelling: Spelling
  /** Block: from the line end before it to its own. Flow: what is written, without commas. */
  readonly start: number
  readonly end: number
}

/**
 * An entry can be spelled in two ways that mean the same: in a block list `- name: x` and `- {name: x}`, in a flow list
 * `{name: x}` and `{ name: x }`. Inject writes `list-existed` where uninject must leave the list standing, else `normal`.
 */
export type Spelling = 'normal' | 'list-existed'

/** Where and how names are written: `prefix entry (separator entry)* suffix` at `offset`, with the name in the hole of `entry`. */
export interface Insertion extends Writing {
  readonly offset: number
  readonly remove: number
}

export interface Writing {
  readonly prefix: string
  readonly suffix: string
  readonly separator: string
  /** The spelling to use by default. */
  readonly spelling: Spelling
  readonly entry: EntrySpellings
}

export type EntrySpellings = Readonly<Record<Spelling, readonly [before: string, after: string]>>

/** Whether an edit cannot be made: what says why has a code, and no edit has one. */
export function isDiagnostic(edit: Insertion | Edit | readonly Edit[] | Diagnostic): edit is Diagnostic {
  return 'code' in edit
}

// What every YAML reader takes for a string; the rest is quoted. Numbers, dates and booleans of YAML 1.1 are not among them.
const PLAIN = /^(?!(?:y|yes|n|no|on|off|true|false|null)$)[a-z](?:[-a-z0-9.]*[a-z0-9])?$/i

/** The text that lists names, in order. */
export function writeNames(
  { prefix, suffix, separator, entry }: Writing,
  names: readonly { readonly name: string }[],
  spelling: Spelling,
): string {
  const [before, after] = entry[spelling]
  const entries = names.map(({ name }) => before + quoteName(name, before) + after)
  return prefix + entries.join(separator) + suffix
}

function quoteName(name: string, before: string): string {
  if (before.endsWith('"')) return JSON.stringify(name).slice(1, -1)
  if (before.endsWith("'")) return name.replaceAll("'", "''")
  return PLAIN.test(name) ? name : JSON.stringify(name)
}

/** The edits that take some, not all, entries out of a list. */
export function takeEntries(list: PullSecretList, isTaken: (entry: Entry) => boolean): readonly Edit[] {
  const edits: Edit[] = []
  const { entries, style } = list
  const firstLeft = entries.findIndex(entry => !isTaken(entry))
  for (const [index, entry] of entries.entries()) {
    if (!isTaken(entry)) continue
    const next = entries[index + 1]
    const previous = entries[index - 1]
    const [start, end] =
      style === 'block'
        ? [entry.start, entry.end]
        : index < firstLeft
          ? [entry.start, next?.start ?? entry.end]
          : [previous?.end ?? entry.start, entry.end]
    edits.push({ offset: start, remove: end - start, text: '' })
  }
  return edits
}
