/** The key of a list of pull secrets, in a pod spec and in a ServiceAccount. */
export const LIST_KEY = 'imagePullSecrets'

/** Keys that are likely misspellings, without regard to case, hyphens and underscores. */
const MEANT =
  /^(?:images?)?pull(?:secrets?|sercets?|secerts?|screts?)(?:names?|refs?)?$|^images?(?:pull)?(?:secrets?|sercets?)(?:names?|refs?)?$|^(?:docker)?secretnames?$|^(?:docker)?registrysecrets?$/

/**
 * The key that names the Secret of a volume. Elsewhere it may be meant for a list. It is by far the most frequent of
 * these keys.
 */
const VOLUME_KEY = 'secretName'

/** Whether a key was meant for a list of pull secrets, but is another key. */
export function isMeantForList(key: string): boolean {
  return key !== LIST_KEY && MEANT.test(key.toLowerCase().replaceAll(/[-_]/g, ''))
}

/** The keys of a document that matter for lists of pull secrets, found in its bytes. */
export interface ListKeys {
  /** The number of keys of lists of pull secrets. */
  readonly lists: number
  /** Whether a key was meant for a list, or the value of a list is a placeholder that YAML reads as a comment. */
  readonly areAnyMeant: boolean
}

/**
 * Counts the keys of lists of pull secrets, and looks for keys that were meant for one. `keys` has the start and the
 * end of each candidate.
 */
export function listKeysIn(bytes: Buffer, keys: readonly number[]): ListKeys {
  let [lists, areAnyMeant] = [0, false]
  for (let at = 0; at < keys.length && !areAnyMeant; at += 2) {
    const [start = 0, end = 0] = [keys[at], keys[at + 1]]
    const key = bytes.toString('latin1', start, end)
    if (key === LIST_KEY) {
      lists += 1
      areAnyMeant = COMMENTED_OUT.test(bytes.toString('latin1', end, end + FARTHEST))
    } else areAnyMeant = key === VOLUME_KEY ? !isOfVolume(bytes, start, key) : isMeantForList(key)
  }
  return { lists, areAnyMeant }
}

const KEY = /(?:^|[\s"'{,])([\w-]*(?:[sS]e?cret|[sS]ercet|[sS]ecert)[\w-]*)["']?[ \t]*:/g

/** The start and the end of such keys, in a text for which no reader has noted them. */
export function findListKeys(bytes: Buffer): readonly number[] {
  return [...bytes.toString('latin1').matchAll(KEY)].flatMap(({ 0: all, 1: key = '', index }) => {
    const start = index + all.indexOf(key)
    return [start, start + key.length]
  })
}

function isOfVolume(bytes: Buffer, start: number, key: string): boolean {
  const from = Math.max(start - FARTHEST, 0)
  const text = bytes.toString('latin1', from, start + key.length)
  return IN_BRACES.test(text.slice(0, start - from)) || isInSecretVolume(text, start - from)
}

const IN_BRACES = /\bsecret["']?\s*:\s*\{[^{}]*$/
const COMMENTED_OUT = /^["']?[ \t]*:\s+#\{/
/**
 * The largest distance from the key `secret` of a volume to its `secretName`, with a mode and a few items between
 * them.
 */
const FARTHEST = 512

const START_OF_KEY = /^ *(?:- +)*/

/**
 * Whether an offset is in the block of a key `secret`, as `secretName` of a volume is. In another style than plain
 * block YAML the answer is no, so that the document is parsed.
 */
export function isInSecretVolume(text: string, at: number): boolean {
  const lineStart = text.lastIndexOf('\n', at) + 1
  const column = at - lineStart
  if (text.slice(lineStart, at).trim() !== '') return false
  for (let end = lineStart - 1; end > 0;) {
    const start = text.lastIndexOf('\n', end - 1) + 1
    const line = text.slice(start, end)
    const [indentation = ''] = START_OF_KEY.exec(line) ?? []
    const key = line.slice(indentation.length).trimEnd()
    if (key !== '' && !key.startsWith('#') && indentation.length < column) return key === 'secret:'
    end = start - 1
  }
  return false
}
