import { metadataOf, NAMESPACES, SERVICES } from './metadata.ts'
import type { Random } from './random.ts'
import type { Fields } from './resource.ts'

const words = [
  'the',
  'controller',
  'reconciles',
  'desired',
  'state',
  'of',
  'each',
  'replica',
  'before',
  'it',
] as const

export const sentence = (random: Random, length: number): string =>
  Array.from({ length }, () => random.pick(words)).join(' ') + '.'

/** A resource that is not a workload. CRDs, which are large, only if `withDefinitions`. */
export function otherKind(random: Random, index: number, withDefinitions: boolean): Fields {
  if (withDefinitions && random.once(12)) return customResourceDefinition(random, index)
  return random.pick([service, configMap, roleBinding, role, serviceAccount])(random, index)
}

function service(random: Random, index: number): Fields {
  const name = `${random.pick(SERVICES)}-${index}`
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadataOf(random, name),
    spec: {
      ports: [
        { name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' },
        { name: 'metrics', port: 9090, protocol: 'TCP', targetPort: 9090 },
      ],
      selector: { 'app.kubernetes.io/name': name },
      type: 'ClusterIP',
    },
  }
}

function configMap(random: Random, index: number): Fields {
  const property = (): string => `${random.word(6)}.${random.word(4)}=${random.word(12)}\n`
  const settings = Array.from({ length: 10 + random.below(30) }, property).join('')
  const script = `#!/bin/sh\nset -eu\n# ${sentence(random, 8)}\nfor host in a b; do\n  ping -c 1 "$host"\ndone\n`
  return {
    apiVersion: 'v1',
    data: { 'application.properties': settings, greeting: 'Grüße 👋\naus der Küche\n', 'run.sh': script },
    kind: 'ConfigMap',
    metadata: metadataOf(random, `settings-${index}`),
  }
}

function role(random: Random, index: number): Fields {
  const rule = (): Fields => ({
    apiGroups: [random.pick(['', 'apps', 'batch'])],
    resources: [random.pick(['pods', 'deployments', 'jobs', 'secrets']), 'configmaps'],
    verbs: ['get', 'list', 'watch'],
  })
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: metadataOf(random, `reader-${index}`),
    rules: Array.from({ length: 1 + random.below(5) }, rule),
  }
}

function roleBinding(random: Random, index: number): Fields {
  const subject = { kind: 'ServiceAccount', name: random.pick(SERVICES), namespace: random.pick(NAMESPACES) }
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: metadataOf(random, `readers-${index}`),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: `reader-${index}` },
    subjects: [subject],
  }
}

const serviceAccount = (random: Random, index: number): Fields => ({
  apiVersion: 'v1',
  automountServiceAccountToken: false,
  kind: 'ServiceAccount',
  metadata: metadataOf(random, `account-${index}`),
})

function customResourceDefinition(random: Random, index: number): Fields {
  const [singular, plural] = [`widget${index}`, `widget${index}s`]
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: 'example.com',
      names: { kind: `Widget${index}`, listKind: `Widget${index}List`, plural, singular },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          schema: { openAPIV3Schema: schema(random, 3) },
          served: true,
          storage: true,
        },
      ],
    },
  }
}

/** A schema in the form of controller-gen. Its field `image` is a string in a schema, not an image. */
function schema(random: Random, depth: number): Fields {
  const described = { description: sentence(random, 6 + random.below(24)) }
  if (depth === 0) return { ...described, type: random.pick(['string', 'integer', 'boolean']) }
  const names = Array.from({ length: 2 + random.below(3) }, () => random.word(7))
  const properties = ['image', ...names.filter(name => /^[a-z]/.test(name))].map(
    (name, position) => [name, schema(random, position === 0 ? 0 : depth - 1)] as const,
  )
  return { ...described, properties: Object.fromEntries(properties), type: 'object' }
}
