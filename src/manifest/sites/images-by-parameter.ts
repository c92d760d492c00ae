import { joinAddress, effectiveMembers, textOf, valueOf } from '../syntax/node.ts'
import type { SyntaxNode } from '../syntax/node.ts'
import type { ImageScalar } from './unplaced-images.ts'

/**
 * A parameter in an image reference: `{{inputs.parameters.image}}` and `{{workflow.parameters.image}}` of Argo,
 * `$(params.image)` and `$(params.images[0])` of Tekton.
 */
const PARAMETER =
  /\{\{=?\s*(?:inputs|workflow)\.parameters\.([\w-]+)|\$\((?:tasks\.)?params\.([\w-]+)(?:[.[][^)]*)?\)/g

/**
 * The values below a node of the parameters that some image references use: `value` and `default` of each mapping with
 * that `name`. A value may use another parameter.
 */
export function imagesByParameter(
  from: SyntaxNode,
  fromPath: string,
  references: readonly string[],
): readonly ImageScalar[] {
  const wanted = new Set(references.flatMap(namesIn))
  if (wanted.size === 0) return []
  const found = new Map<number, ImageScalar>()
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

/** The strings of a parameter: one, or a list or mapping of them. */
function* textsBelow(node: SyntaxNode, path: string): Generator<ImageScalar> {
  if (node.type === 'scalar') yield { start: node.start, reference: node.text, path }
  else if (node.type === 'sequence')
    for (const [index, item] of node.items.entries()) yield* textsBelow(item.node, `${path}[${index}]`)
  else
    for (const { member } of effectiveMembers(node))
      yield* textsBelow(member.value, joinAddress(path, member.key))
}

interface Setting {
  readonly name: string
  readonly image: ImageScalar
}

function* settingsBelow(node: SyntaxNode, path: string): Generator<Setting> {
  if (node.type === 'sequence') {
    for (const [index, item] of node.items.entries()) yield* settingsBelow(item.node, `${path}[${index}]`)
  } else if (node.type === 'mapping') {
    const name = textOf(valueOf(node, 'name'))
    for (const { member } of effectiveMembers(node)) {
      const { key, value } = member
      const at = joinAddress(path, key)
      if (name !== undefined && (key === 'value' || key === 'default'))
        for (const image of textsBelow(value, at)) yield { name, image }
      else yield* settingsBelow(value, at)
    }
  }
}

/** Keys that refer to another resource, which takes the mapping's parameters: of Tekton and Argo Workflows. */
const REFERENCES: readonly string[] = ['taskRef', 'pipelineRef', 'workflowTemplateRef', 'templateRef']

/** A value that a parameter passes to another resource. */
export interface PassedImage extends ImageScalar {
  readonly parameter: string
  /** The key that refers to that resource, such as `taskRef`. */
  readonly to: string
}

/** The parameter values below a node that are passed to another resource. Their use is not known here. */
export function* passedParameters(node: SyntaxNode, path: string): Generator<PassedImage> {
  if (node.type === 'sequence') {
    for (const [index, item] of node.items.entries()) yield* passedParameters(item.node, `${path}[${index}]`)
  } else if (node.type === 'mapping') {
    const to = REFERENCES.find(key => valueOf(node, key) !== undefined)
    for (const { member } of effectiveMembers(node)) {
      const at = joinAddress(path, member.key)
      if (to !== undefined && (member.key === 'params' || member.key === 'arguments'))
        for (const { name, image } of settingsBelow(member.value, at)) yield { ...image, parameter: name, to }
      else yield* passedParameters(member.value, at)
    }
  }
}

/** The strings at image keys below a node of a kind that has no place for them. */
export function* imageTexts(node: SyntaxNode, key = ''): Generator<string> {
  if (node.type === 'scalar') {
    if (/image$/i.test(key)) yield node.text
  } else if (node.type === 'sequence') {
    for (const item of node.items) yield* imageTexts(item.node, key)
  } else {
    for (const { member } of effectiveMembers(node)) yield* imageTexts(member.value, member.key)
  }
}
