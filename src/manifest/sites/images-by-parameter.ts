import { joinAddress, membersInForce, textOf, valueOf } from '../syntax/node.ts'
import type { SyntaxNode } from '../syntax/node.ts'
import type { LooseImage } from './unplaced-images.ts'

/** `{{inputs.parameters.image}}`, `{{workflow.parameters.image}}` of Argo, and `$(params.image)` of Tekton. */
const PARAMETER = /\{\{=?\s*(?:inputs|workflow)\.parameters\.([\w-]+)|\$\((?:tasks\.)?params\.([\w-]+)\)/g

/**
 * What parameters that images name are set to, below a node: `value` and `default` of each mapping with such a `name`. A value
 * may name another parameter.
 */
export function imagesByParameter(
  from: SyntaxNode,
  fromPath: string,
  references: readonly string[],
): readonly LooseImage[] {
  const wanted = new Set(references.flatMap(namesIn))
  if (wanted.size === 0) return []
  const found = new Map<number, LooseImage>()
  for (let before = -1; before < wanted.size;) {
    before = wanted.size
    for (const { name, image } of settingsBelow(from, fromPath)) {
      if (!wanted.has(name)) continue
      found.set(image.start, image)
      for (const other of namesIn(image.reference)) wanted.add(other)
    }
  }
  return [...found.values()]
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(PARAMETER)].flatMap(([, ofArgo, ofTekton]) => ofArgo ?? ofTekton ?? [])
}

interface Setting {
  readonly name: string
  readonly image: LooseImage
}

function* settingsBelow(node: SyntaxNode, path: string): Generator<Setting> {
  if (node.type === 'sequence') {
    for (const [index, item] of node.items.entries()) yield* settingsBelow(item.node, `${path}[${index}]`)
  } else if (node.type === 'mapping') {
    const name = textOf(valueOf(node, 'name'))
    for (const { member } of membersInForce(node)) {
      const { key, value } = member
      const at = joinAddress(path, key)
      const reference = key === 'value' || key === 'default' ? textOf(value) : undefined
      if (name !== undefined && reference !== undefined)
        yield { name, image: { start: value.start, reference, path: at } }
      else yield* settingsBelow(value, at)
    }
  }
}

/** The texts at keys of images, below a node of a kind that has no place for them. */
export function* imageTexts(node: SyntaxNode, key = ''): Generator<string> {
  if (node.type === 'scalar') {
    if (/image$/i.test(key)) yield node.text
  } else if (node.type === 'sequence') {
    for (const item of node.items) yield* imageTexts(item.node, key)
  } else {
    for (const { member } of membersInForce(node)) yield* imageTexts(member.value, member.key)
  }
}
