import type { Diagnostic } from './diagnostic.ts'
import type { Edit } from './edit.ts'

/**
 * A pod spec, or a ServiceAccount, whose list has the same form, as a reader finds it. Sites are plain data, so that
 * the results of two readers can be compared. Offsets are in the reader's unit, characters of the document's text or
 * bytes.
 */
export interface Site {
  /** The path of the mapping that has the list: `spec.template.spec`, `spec.tasks[2].template.spec`. */
  readonly path: string
  readonly images: readonly ImageUse[]
  /** The name in the pod spec; absent if it has none. Kubernetes then uses `default`. */
  readonly serviceAccount?: string
  /**
   * False if the kind's controller does not copy the list to a pod, so that the rules for ServiceAccounts do not
   * apply.
   */
  readonly usesServiceAccount: boolean
  /** Whether a name is written only to an existing list. */
  readonly onlyIfListed: boolean
  readonly list: PullSecretList
  /** Duplicate keys on the way to the images, the service account or the list; absent if there are none. */
  readonly repeats?: readonly RepeatedKey[]
}

/** A duplicate key of a mapping. The last one is read and edited. */
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

/** A list of pull secrets: its names, and every edit that may be needed. */
export interface PullSecretList {
  /** `absent`: no key; `empty`: `[]` or null, which Kubernetes treats as no list; `list`: at least one entry. */
  readonly form: 'absent' | 'empty' | 'list'
  readonly line: number
  readonly style: 'block' | 'flow'
  readonly entries: readonly Entry[]
  /** Names from a merged mapping (`<<`). They are used if the list is absent, and hidden if it exists. */
  readonly inherited: readonly string[]
  /** How many names the field can hold: one where it is a string. */
  readonly capacity: 'one' | 'many'
  /**
   * Identifies what an insertion changes: the list, or the mapping that gets the key. Sites with the same target share
   * the edit.
   */
  readonly target: string
  /** The targets in the mappings that are merged (`<<`) into this one, nearest first. */
  readonly mergedTargets: readonly string[]
  readonly insertion: Insertion | Diagnostic
  /** Removes the whole list, and the keys that were created with it. */
  readonly removal: Edit | Diagnostic
  /** Removes every entry and restores the `[]` or null that the first entry replaced. */
  readonly emptying: Edit | Diagnostic
}

export interface Entry {
  /** `''` for `{}`, null or an empty name: Kubernetes counts such an entry, but it names no Secret. */
  readonly name: string
  readonly line: number
  readonly spelling: Spelling
  /** In a block list, from the line break before the entry to its own. In a flow list, the entry without commas. */
  readonly start: number
  readonly end: number
}

/**
 * Two spellings of an entry mean the same: `- name: x` and `- {name: x}` in a block list, `{name: x}` and `{ name: x
 * }` in a flow list. inject writes `list-existed` where uninject must keep the list, else `normal`.
 */
export type Spelling = 'normal' | 'list-existed'

/**
 * Where and how names are written: `prefix entry (separator entry)* suffix` at `offset`. The name goes between the two
 * parts of `entry`.
 */
export interface Insertion extends ListTemplate {
  readonly offset: number
  readonly remove: number
}

export interface ListTemplate {
  readonly prefix: string
  readonly suffix: string
  readonly separator: string
  /** The spelling to use by default. */
  readonly spelling: Spelling
  readonly entry: EntrySpellings
}

export type EntrySpellings = Readonly<Record<Spelling, readonly [before: string, after: string]>>

/** Whether an edit cannot be made: a diagnostic has a code, an edit has none. */
export function isDiagnostic(edit: Insertion | Edit | readonly Edit[] | Diagnostic): edit is Diagnostic {
  return 'code' in edit
}

// Names that every YAML reader reads as a string without quotes. Numbers, dates and booleans of YAML 1.1 need quotes.
const PLAIN = /^(?!(?:y|yes|n|no|on|off|true|false|null)$)[a-z](?:[-a-z0-9.]*[a-z0-9])?$/i

/** The text that lists the names, in order. */
export function writeNames(
  { prefix, suffix, separator, entry }: ListTemplate,
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

/** The edits that remove some entries, but not all, from a list. */
export function removeEntries(list: PullSecretList, isRemoved: (entry: Entry) => boolean): readonly Edit[] {
  const edits: Edit[] = []
  const { entries, style } = list
  const firstKept = entries.findIndex(entry => !isRemoved(entry))
  for (const [index, entry] of entries.entries()) {
    if (!isRemoved(entry)) continue
    const next = entries[index + 1]
    const previous = entries[index - 1]
    const [start, end] =
      style === 'block'
        ? [entry.start, entry.end]
        : index < firstKept
          ? [entry.start, next?.start ?? entry.end]
          : [previous?.end ?? entry.start, entry.end]
    edits.push({ offset: start, remove: end - start, text: '' })
  }
  return edits
}
