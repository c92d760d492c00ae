import { inject } from '../inject-sources.ts'
import { isDeepStrictEqual } from 'node:util'
import { applyEdits } from '../../../src/manifest/edit.ts'
import { imagesOf, isAcr, listOf, namesOf, sorted } from '../expected.ts'
import { isFields } from '../manifests.ts'
import type { Fields, Value } from '../manifests.ts'
import { readFiles } from './read-files.ts'

/** What came of some texts, each of one resource whose name is `r` and its place among them. */
export interface Judgement {
  /** How many kubectl reads. */
  readonly read: number
  /** Why the others that it reads are not edited, with how often. */
  readonly refused: ReadonlyMap<string, number>
  readonly differences: readonly { readonly text: string; readonly difference: string }[]
}

/** Injects into each text, and compares what kubectl reads before and behind. */
export async function judge(kubectl: string, texts: readonly string[]): Promise<Judgement> {
  const inputs = texts.map(text => Buffer.from(text))
  const results = await Promise.all(inputs.map(injected))
  const before = await readFiles(kubectl, inputs)
  const after = await readFiles(
    kubectl,
    results.map(({ output }) => output),
  )
  const refused = new Map<string, number>()
  const differences: { text: string; difference: string }[] = []
  let read = 0
  for (const [at, text] of texts.entries()) {
    const was = before.get(`r${at}`)
    if (was === undefined) continue
    read += 1
    const { problem } = results[at] ?? {}
    const is = after.get(`r${at}`)
    if (problem !== undefined) {
      refused.set(problem, (refused.get(problem) ?? 0) + 1)
      if (!isDecision(problem)) differences.push({ text, difference: `refused: ${problem}` })
    } else if (is === undefined) differences.push({ text, difference: 'kubectl refuses the output' })
    else if (!isExpected(withoutDefinitions(was), withoutDefinitions(is)))
      differences.push({ text, difference: `kubectl reads ${JSON.stringify(is)}` })
  }
  return { read, refused, differences }
}

/** What may be refused though kubectl reads it: since an edit would reach too far, or has no place. */
const DECISIONS = [
  /an alias shares/,
  /^an alias repeats this part/,
  /^no key can be added to a flow mapping with a merge key/,
  /^no entry can be added after the last one/,
  /^the mapping has no line on which a key can be added/,
  /^the empty list is written in a way that leaves no place/,
]

function isDecision(problem: string): boolean {
  return DECISIONS.some(decision => decision.test(problem))
}

async function injected(bytes: Buffer): Promise<{ readonly output: Buffer; readonly problem?: string }> {
  const { sources, problems } = await inject([{ name: 'input', bytes }], {
    secrets: [{ name: 'acr-secret' }],
    registries: [],
    via: 'pod',
    serviceAccounts: [],
    strict: false,
  })
  const problem = problems[0]?.what
  const output = Buffer.concat(sources.flatMap(({ before, edits }) => [...applyEdits(before, edits)]))
  return { output, ...(problem === undefined ? {} : { problem }) }
}

/** A list that was merged is written out with each of its names once. */
function isExpected(was: Fields, is: Fields): boolean {
  return [listOf, distinct].some(kept => isDeepStrictEqual(sorted(is), sorted(expected(was, kept))))
}

function distinct(list: Value | undefined): Value[] {
  const names = namesOf(list)
  return listOf(list).filter((_, at) => names.indexOf(names[at] ?? '') === at)
}

type Kept = (list: Value | undefined) => Value[]

/** Definitions for aliases may be edited for those who repeat them. */
function withoutDefinitions(resource: Fields): Fields {
  return Object.fromEntries(Object.entries(resource).filter(([key]) => key !== 'x-definitions'))
}

/** The resource with our name in its list, behind those that are there: each once. */
function expected(resource: Fields, kept: Kept): Fields {
  const { kind, spec } = resource
  if (!isFields(spec)) return resource
  if (kind === 'Pod') return { ...resource, spec: withName(spec, kept) }
  const { template } = spec
  if (kind !== 'Deployment' || !isFields(template) || !isFields(template['spec'])) return resource
  return { ...resource, spec: { ...spec, template: { ...template, spec: withName(template['spec'], kept) } } }
}

function withName(spec: Fields, kept: Kept): Fields {
  const list: Value | undefined = spec['imagePullSecrets']
  if (!imagesOf(spec).some(isAcr) || namesOf(list).includes('acr-secret')) return spec
  return { ...spec, imagePullSecrets: [...kept(list), { name: 'acr-secret' }] }
}
