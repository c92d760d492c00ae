import { blockYaml } from './block-yaml.ts'
import { sentence } from './other-kinds.ts'
import type { Random } from './random.ts'
import type { Fields } from './resource.ts'

/** The number of CRDs in an input. In 20 MB, each is as large as a real CRD with a pod spec. */
const COUNT = 200
const LIST_OF_NAMES: Fields = {
  items: { properties: { name: { type: 'string' } }, type: 'object' },
  type: 'array',
}

/**
 * CRDs of unknown kinds, about `bytes` long. Each of the first `kinds` is followed by a resource with an ACR image.
 */
export function* definitions(random: Random, bytes: number, kinds: number): Generator<string> {
  const levels = Math.max(1, Math.floor(Math.log(bytes / COUNT / 300) / Math.log(3)))
  for (let [length, index] = [0, 0]; length < bytes; index += 1) {
    const used = index < kinds ? `---\n${blockYaml(machine(index))}` : ''
    const text = (index === 0 ? '' : '---\n') + blockYaml(definition(random, index, levels)) + used
    length += text.length
    yield text
  }
}

const machine = (index: number): Fields => ({
  apiVersion: 'example.com/v1',
  kind: `Machine${index}`,
  metadata: { name: 'one' },
  spec: { image: 'contoso.azurecr.io/machine:1' },
})

function definition(random: Random, index: number, levels: number): Fields {
  const [singular, plural] = [`machine${index}`, `machine${index}s`]
  const spec = level(random, levels)
  const properties = { image: { type: 'string' }, imagePullSecrets: LIST_OF_NAMES, settings: spec }
  const schema = { properties: { spec: { properties, type: 'object' } }, type: 'object' }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: 'example.com',
      names: { kind: `Machine${index}`, listKind: `Machine${index}List`, plural, singular },
      scope: 'Namespaced',
      versions: [{ name: 'v1', schema: { openAPIV3Schema: schema }, served: true, storage: true }],
    },
  }
}

function level(random: Random, depth: number): Fields {
  const described = { description: sentence(random, 6 + random.below(24)) }
  if (depth === 0) return { ...described, type: random.pick(['string', 'integer', 'boolean']) }
  const names = Array.from({ length: 2 + random.below(3) }, (_, at) => `field${at}`)
  const properties = Object.fromEntries(names.map(name => [name, level(random, depth - 1)] as const))
  return { ...described, properties, type: 'object' }
}
