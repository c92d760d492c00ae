import { SECRET_KEY } from '../../kinds/image-keys.ts'
import { isNull, joinAddress, effectiveMembers, textOf, valueOf } from '../syntax/node.ts'
import type { SyntaxNode } from '../syntax/node.ts'
import type { ImageScalar } from './unplaced-images.ts'

const COMMENT = /(?:^|\s)#.*$/gm
const BETWEEN_WORDS = /[\s"'`\\,=|<>]+/
const AROUND_WORD = /^[([{-]+(?!\{)|[\])},;:.]+$/g
/**
 * Text that names a pull secret: `imagePullSecrets: [x]`, `pullSecret: x`, a list below such a key, the same in JSON,
 * or the path of a JSON patch. An empty value does not count.
 */
const NAMES_SECRET =
  /pullsecrets?(?:name|ref)?s?["']?[ \t]*[:=](?:[ \t]*(?!null\b)["'[{]*[ \t]*["']?\w|[ \t]*\r?\n[ \t]*-[ \t]*\S)|\/imagePullSecrets\b/i

/**
 * Possible image references in a text such as values, a patch or a parameter: words with a host, and hosts alone, but
 * no URLs.
 */
function referencesIn(text: string): readonly string[] {
  const words = text.replace(COMMENT, '').split(BETWEEN_WORDS)
  const found = words.flatMap(word => {
    const bare = word.replace(AROUND_WORD, '')
    if (bare.includes('://') || !/[./]/.test(bare)) return []
    return bare.includes('/') ? bare : `${bare}/`
  })
  return [...new Set(found)]
}

/** Possible image references in all scalars at a node and below it. */
export function* imagesInTexts(node: SyntaxNode, path: string): Generator<ImageScalar> {
  if (node.type === 'scalar') {
    for (const reference of referencesIn(node.text)) yield { start: node.start, reference, path }
  } else if (node.type === 'sequence') {
    for (const [index, item] of node.items.entries()) yield* imagesInTexts(item.node, `${path}[${index}]`)
  } else {
    for (const { member } of effectiveMembers(node))
      yield* imagesInTexts(member.value, joinAddress(path, member.key))
  }
}

/** Whether values name a pull secret: at a key, in a parameter (`name: imagePullSecrets[0].name`), or in a text. */
export function namesPullSecret(node: SyntaxNode): boolean {
  if (node.type === 'scalar') return NAMES_SECRET.test(node.text)
  if (node.type === 'sequence') return node.items.some(item => namesPullSecret(item.node))
  const name = textOf(valueOf(node, 'name'))
  if (name !== undefined && /pullsecrets?\b/i.test(name) && holdsText(valueOf(node, 'value'))) return true
  return effectiveMembers(node).some(
    ({ member: { key, value } }) => (SECRET_KEY.test(key) && holdsText(value)) || namesPullSecret(value),
  )
}

function holdsText(node: SyntaxNode | undefined): boolean {
  if (node === undefined || isNull(node)) return false
  if (node.type === 'scalar') return node.text !== ''
  if (node.type === 'sequence') return node.items.some(item => holdsText(item.node))
  return effectiveMembers(node).some(({ member }) => holdsText(member.value))
}
