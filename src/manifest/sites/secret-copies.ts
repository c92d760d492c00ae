import { recordsAt, textAt, valueAt, isRecord } from '../../text/json-record.ts'
import { commaSeparated, OPAQUE } from './generated-secret.ts'
import type { GeneratedIn, GeneratedSecretDraft } from './generated-secret.ts'

// emberstack/kubernetes-reflector, `Annotations.cs`; mittwald/kubernetes-replicator, replicate/common `consts.go` and
// `generic-replicator.go`, which match the name of a namespace whole.
const REFLECTOR = 'reflector.v1.k8s.emberstack.com'
const REPLICATOR = 'replicator.v1.mittwald.de'
/** config-syncer, formerly called kubed. */
const CONFIG_SYNCER = 'kubed.appscode.com/sync'

/** The copies of a Secret that its annotations request from controllers. */
export function copiesOf(
  name: string,
  type: string,
  namespace: string | undefined,
  metadata: unknown,
): readonly GeneratedSecretDraft[] {
  const annotations = valueAt(metadata, 'annotations')
  const namespaces = copiedTo(annotations)
  const copyOf = { ...(namespace === undefined ? {} : { namespace }), name }
  return namespaces === undefined ? [] : [{ name, type, namespaces, copyOf }]
}

function copiedTo(annotations: unknown): GeneratedIn | undefined {
  const annotation = (key: string): string => textAt(annotations, key)
  if (
    annotation(`${REFLECTOR}/reflection-auto-enabled`) === 'true' &&
    annotation(`${REFLECTOR}/reflection-allowed`) === 'true'
  )
    return someOf(
      annotation(`${REFLECTOR}/reflection-auto-namespaces`) ||
        annotation(`${REFLECTOR}/reflection-allowed-namespaces`),
    )
  const to = annotation(`${REPLICATOR}/replicate-to`)
  if (to !== '') return someOf(to)
  const isOpen =
    annotation(`${REPLICATOR}/replicate-to-matching`) !== '' ||
    (isRecord(annotations) && CONFIG_SYNCER in annotations)
  return isOpen ? { kind: 'any' } : undefined
}

/** An empty list means all namespaces. */
function someOf(text: string): GeneratedIn {
  const names = commaSeparated(text)
  return names.length === 0 ? { kind: 'any' } : { kind: 'some', names }
}

/** The Secret whose content a controller copies over this one. */
export function originOf(
  metadata: unknown,
  namespace: string | undefined,
): { namespace?: string; name: string } | undefined {
  const annotations = valueAt(metadata, 'annotations')
  const from =
    textAt(annotations, `${REPLICATOR}/replicate-from`) || textAt(annotations, `${REFLECTOR}/reflects`)
  if (from === '') return undefined
  const [name = '', space = namespace] = from.split('/').toReversed()
  return space === undefined ? { name } : { namespace: space, name }
}

/**
 * The Secrets of a Kyverno policy's `generate` rules, with data or cloned (api/kyverno/v1 `common_types.go` Generation).
 * Each element of `foreach` has the fields of a rule. A namespaced policy must name its own namespace.
 */
export function kyvernoSecrets(spec: unknown): readonly GeneratedSecretDraft[] {
  return recordsAt(spec, 'rules').flatMap(rule => {
    const generate = valueAt(rule, 'generate')
    return [generate, ...recordsAt(generate, 'foreach')].flatMap(kyvernoSecret)
  })
}

function kyvernoSecret(generate: unknown): readonly GeneratedSecretDraft[] {
  const name = textAt(generate, 'name')
  if (textAt(generate, 'kind') !== 'Secret' || name === '' || name.includes('{{')) return []
  const namespace = textAt(generate, 'namespace')
  const cloned = textAt(generate, 'clone', 'name')
  const from = textAt(generate, 'clone', 'namespace')
  return [
    {
      name,
      namespaces:
        namespace === '' || namespace.includes('{{') ? { kind: 'any' } : { kind: 'some', names: [namespace] },
      ...(cloned === ''
        ? { type: textAt(generate, 'data', 'type') || OPAQUE, typeAt: 'generate.data.type' }
        : { copyOf: { ...(from === '' ? {} : { namespace: from }), name: cloned } }),
    },
  ]
}

const APPLY = /^\s*generator\.apply\(\s*([^[]+?)\s*,\s*\[(.*)\]\s*\)\s*$/is
const ELEMENT = /(?:^|,)\s*(?:variables\.(\w+)|(resource\.get\([^()]*\)))\s*(?=,|$)/gi
const GET =
  /^\s*resource\.get\(\s*["']v1["']\s*,\s*["']secrets["']\s*,\s*["']([^"']+)["']\s*,\s*["']([^"']+)["']\s*\)\s*$/i

/**
 * The Secrets that a GeneratingPolicy of Kyverno clones whole, under the same name, if its expressions give the
 * source literally (kyverno pkg/cel/libs/generator `lib.go`; pkg/cel/libs `context.go` GenerateResources sets the
 * namespace).
 */
export function secretsOfExpressions(spec: unknown): readonly GeneratedSecretDraft[] {
  const variables = new Map(
    recordsAt(spec, 'variables').map(one => [textAt(one, 'name'), textAt(one, 'expression')]),
  )
  return recordsAt(spec, 'generate').flatMap(one => {
    const [, target = '', list = ''] = APPLY.exec(textAt(one, 'expression')) ?? []
    const [, literal] = /^["']([^"']+)["']$/.exec(target) ?? []
    const namespaces: GeneratedIn =
      literal === undefined ? { kind: 'any' } : { kind: 'some', names: [literal] }
    return [...list.matchAll(ELEMENT)].flatMap(([, variable = '', call]) => {
      const [, namespace, name] = GET.exec(call ?? variables.get(variable) ?? '') ?? []
      return namespace === undefined || name === undefined
        ? []
        : [{ name, namespaces, copyOf: { namespace, name } }]
    })
  })
}
