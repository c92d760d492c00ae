import { blockYaml } from './block-yaml.ts'
import { deployment } from './deployment.ts'
import type { Random } from './random.ts'
import type { Fields } from './resource.ts'

/**
 * A List of ACR Deployments in the form of `kubectl get -o json`, with four spaces per level, or on one line with 0.
 */
export function* jsonList(random: Random, bytes: number, spaces: 0 | 4): Generator<string> {
  const [lineEnd, space] = spaces === 0 ? ['', ''] : ['\n', ' ']
  const [one, two] = [' '.repeat(spaces), ' '.repeat(spaces * 2)]
  const head = `{${lineEnd}${one}"apiVersion":${space}"v1",${lineEnd}${one}"items":${space}[${lineEnd}`
  const metadata = `"metadata":${space}{${lineEnd}${two}"resourceVersion":${space}""${lineEnd}${one}}`
  const tail = `${lineEnd}${one}],${lineEnd}${one}"kind":${space}"List",${lineEnd}${one}${metadata}${lineEnd}}\n`
  yield head
  let length = head.length + tail.length
  for (let index = 0; index === 0 || length < bytes; index += 1) {
    const resource = escapedAsInGo(JSON.stringify(live(random, index), undefined, spaces))
    const text = (index === 0 ? '' : `,${lineEnd}`) + resource.replaceAll(/^/gm, two)
    length += Buffer.byteLength(text)
    yield text
  }
  yield tail
}

/** A List of ACR Deployments in the form of `kubectl get -o yaml`. */
export function* yamlList(random: Random, bytes: number): Generator<string> {
  const [head, tail] = ['apiVersion: v1\nitems:\n', 'kind: List\nmetadata:\n  resourceVersion: ""\n']
  yield head
  let length = head.length + tail.length
  for (let index = 0; index === 0 || length < bytes; index += 1) {
    const text = '- ' + blockYaml(live(random, index)).trimEnd().replaceAll('\n', '\n  ') + '\n'
    length += Buffer.byteLength(text)
    yield text
  }
  yield tail
}

/** A Deployment with the fields that the API server adds. */
function live(random: Random, index: number): Fields {
  const resource = deployment(random, index, true)
  const added = {
    creationTimestamp: '2025-03-01T12:00:00Z',
    generation: 1 + random.below(40),
    resourceVersion: String(1_000_000 + index),
    uid: `${random.word(8)}-${random.word(4)}-${random.word(12)}`,
  }
  const status = { availableReplicas: 1, observedGeneration: 3, readyReplicas: 1, replicas: 1 }
  return { ...resource, metadata: { ...resource.metadata, ...added }, status }
}

/** Go's encoder, and so kubectl, escapes these three characters, which are special in HTML. */
const escapedAsInGo = (json: string): string =>
  json.replaceAll('&', '\\u0026').replaceAll('<', '\\u003c').replaceAll('>', '\\u003e')
