import { blockYaml } from './block-yaml.ts'
import { definitions } from './definitions.ts'
import { deployment } from './deployment.ts'
import { jsonList, yamlList } from './live-list.ts'
import { ODD_SHAPES, oddManifests } from './odd-shapes.ts'
import type { OddShape } from './odd-shapes.ts'
import { otherKind } from './other-kinds.ts'
import { randomFrom } from './random.ts'
import type { Random } from './random.ts'

/**
 * The content of an input. In `tenth`, ACR Deployments make up a tenth of the bytes, among Deployments of other
 * registries and other kinds. The lists contain only ACR Deployments. `none-escaped` has as many escapes as tools and
 * scripts produce, and none of them hides text. `definitions` are CRDs of unknown kinds, of which none, some or all
 * are used.
 */
export const SHAPES = [
  'acr',
  'tenth',
  'none',
  'none-escaped',
  'json-list',
  'json-list-compact',
  'yaml-list',
  'definitions',
  'definitions-some-used',
  'definitions-all-used',
] as const
export type Shape = (typeof SHAPES)[number] | OddShape

const TEXTS: Readonly<Record<(typeof SHAPES)[number], (random: Random, bytes: number) => Iterable<string>>> =
  {
    acr: (random, bytes) => limited(acrDocuments(random), bytes),
    tenth: (random, bytes) => limited(mixedDocuments(random), bytes),
    none: (random, bytes) => limited(otherDocuments(random), bytes),
    'none-escaped': (random, bytes) => limited(escapedDocuments(random), bytes),
    'json-list': (random, bytes) => jsonList(random, bytes, 4),
    'json-list-compact': (random, bytes) => jsonList(random, bytes, 0),
    'yaml-list': yamlList,
    definitions: (random, bytes) => definitions(random, bytes, 0),
    'definitions-some-used': (random, bytes) => definitions(random, bytes, 3),
    'definitions-all-used': (random, bytes) => definitions(random, bytes, Infinity),
  }

/** The text of an input, resource by resource. The last resource is the one that reaches `bytes` of UTF-8. */
export function manifests(shape: Shape, bytes: number, seed: number): Iterable<string> {
  return isOdd(shape) ? oddManifests(shape, bytes) : TEXTS[shape](randomFrom(seed), bytes)
}

function isOdd(shape: Shape): shape is OddShape {
  return ODD_SHAPES.some(odd => odd === shape)
}

function* limited(texts: Iterable<string>, bytes: number): Generator<string> {
  let length = 0
  for (const text of texts) {
    yield text
    length += Buffer.byteLength(text)
    if (length >= bytes) return
  }
}

function* acrDocuments(random: Random): Generator<string> {
  for (let index = 0; ; index += 1) yield document(index, blockYaml(deployment(random, index, true)))
}

function* mixedDocuments(random: Random): Generator<string> {
  let [all, ofAcr] = [0, 0]
  for (let index = 0; ; index += 1) {
    const isOfAcr = ofAcr * 10 <= all
    const isWorkload = isOfAcr || random.once(2)
    const resource = isWorkload ? deployment(random, index, isOfAcr) : otherKind(random, index, true)
    const text = document(index, blockYaml(resource))
    all += text.length
    if (isOfAcr) ofAcr += text.length
    yield text
  }
}

function* otherDocuments(random: Random): Generator<string> {
  for (let index = 0; ; index += 1) {
    const resource = random.once(4) ? deployment(random, index, false) : otherKind(random, index, true)
    yield document(index, blockYaml(resource))
  }
}

/**
 * Documents with escapes: a quarter has a quoted copy like the annotation of `kubectl apply`, and all have a script
 * with continued lines.
 */
function* escapedDocuments(random: Random): Generator<string> {
  const script = 'script: |\n  curl --fail \\\n    --silent \\\n    "$HOST" && printf "<done>\\n"\n'
  for (let index = 0; ; index += 1) {
    const resource = random.once(4) ? deployment(random, index, false) : otherKind(random, index, true)
    const noted = random.once(4) ? `note: ${quotedByGo(JSON.stringify(resource))}\n` : ''
    yield document(index, blockYaml(resource) + noted + script)
  }
}

const quotedByGo = (text: string): string =>
  JSON.stringify(text)
    .replaceAll('&', String.raw`\u0026`)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('>', String.raw`\u003e`)

const document = (index: number, text: string): string => (index === 0 ? text : `---\n${text}`)
