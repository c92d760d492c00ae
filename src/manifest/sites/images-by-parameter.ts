import { joinAddress, membersInForce, textOf, valueOf } from '../syntax/node.ts'
import type { SyntaxNode } from '../syntax/node.ts'
import type { LooseImage } from './unplaced-images.ts'

/** `{{inputs.parameters.image}}`, `{{workflow.parameters.image}}` of Argo, and `$(params.image)`, `$(params.images[0])` of Tekton. */
const PARAMETER =
  /\{\{=?\s*(?:inputs|workflow)\.parameters\.([\w-]+)|\$\((?:tasks\.)?params\.([\w-]+)(?:[.[][^)]*)?\)/g

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

/** A parameter holds a text, or a list or mapping of some. */
function* textsBelow(node: SyntaxNode, path: string): Generator<LooseImage> {
  if (node.type === 'scalar') yield { start: node.start, reference: node.text, path }
  else if (node.type === 'sequence')
    for (const [index, item] of node.items.entries()) yield* textsBelow(item.node, `${path}[${index}]`)
  else
    for (const { member } of membersInForce(node))
      yield* textsBelow(member.value, joinAddress(path, member.key))
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
      if (name !== undefined && (key === 'value' || key === 'default'))
        for (const image of textsBelow(value, at)) yield { name, image }
      else yield* settingsBelow(value, at)
    }
  }
}

/** What a mapping refers to that takes its parameters: of Tekton, and of Argo Workflows. */
const REFERENCES: readonly string[] = ['taskRef', 'pipelineRef', 'workflowTemplateRef', 'templateRef']

/** A value that a parameter gives to what stands elsewhere. */
export interface GivenImage extends LooseImage {
  readonly parameter: string
  /** What it is given to: `taskRef`. */
  readonly to: string
}

/** The values of parameters, below a node, that go to what stands elsewhere, so that it is not known what they are for. */
export function* givenToOthers(node: SyntaxNode, path: string): Generator<GivenImage> {
  if (node.type === 'sequence') {
    for (const [index, item] of node.items.entries()) yield* givenToOthers(item.node, `${path}[${index}]`)
  } else if (node.type === 'mapping') {
    const to = REFERENCES.find(key => valueOf(node, key) !== undefined)
    for (const { member } of membersInForce(node)) {
      const at = joinAddress(path, member.key)
      if (to !== undefined && (member.key === 'params' || member.key === 'arguments'))
        for (const { name, image } of settingsBelow(member.value, at)) yield { ...image, parameter: name, to }
      else yield* givenToOthers(member.value, at)
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
