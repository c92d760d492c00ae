import { isRecord, parseRecord, recordsAt, textAt, textsAt, valueAt } from '../../text/json-record.ts'
import type { JsonRecord } from '../../text/json-record.ts'
import { goSeconds, OPAQUE } from './generated-secret.ts'
import type { GeneratedIn, GeneratedSecretDraft } from './generated-secret.ts'

/** Lifetimes in seconds of an ACR refresh token and of an access token for repositories (ACR AAD-OAuth.md). */
export const [REGISTRY_TOKEN, REPOSITORY_TOKEN] = [3 * 3600, 75 * 60]

/** The Secret of an ExternalSecret (apis/externalsecrets/v1 `externalsecret_types.go`). */
export function externalSecret(name: string, spec: unknown): readonly GeneratedSecretDraft[] {
  const target = valueAt(spec, 'target')
  const policy = textAt(target, 'creationPolicy')
  if (policy === 'None' || policy === 'Merge') return []
  const template = valueAt(target, 'template')
  const hasTemplate = isRecord(valueAt(template, 'data')) || recordsAt(template, 'templateFrom').length > 0
  const servers = serversInTemplate(textAt(template, 'data', '.dockerconfigjson'))
  const keys = keysOf(spec, template)
  const lifetime = lifetimeOf(spec)
  const generators = generatorsOf(spec)
  const renewal = renewalOf(spec)
  return [
    {
      name: textAt(target, 'name') || name,
      type: textAt(template, 'type') || OPAQUE,
      typeAt: 'spec.target.template.type',
      ...(keys === undefined ? {} : { keys }),
      ...(hasTemplate && servers !== undefined ? { servers } : {}),
      ...(renewal === undefined ? {} : { renewal }),
      ...(lifetime === undefined ? {} : { lifetime }),
      ...(generators.length === 0 ? {} : { generators }),
    },
  ]
}

/** The Secrets of a ClusterExternalSecret (apis/externalsecrets/v1 `clusterexternalsecret_types.go`). */
export function clusterExternalSecret(name: string, spec: unknown): readonly GeneratedSecretDraft[] {
  const own = textAt(spec, 'externalSecretName') || name
  const namespaces = namespacesOf(spec)
  return externalSecret(own, valueAt(spec, 'externalSecretSpec')).map(draft => ({ ...draft, namespaces }))
}

const NAME_LABEL = 'kubernetes.io/metadata.name'

/** Namespaces selected by labels are unknown, except for the label with the namespace's name. */
function namespacesOf(spec: unknown): GeneratedIn {
  const single = valueAt(spec, 'namespaceSelector')
  const selectors = [...recordsAt(spec, 'namespaceSelectors'), ...(isRecord(single) ? [single] : [])]
  const named = selectors.map(namesIn)
  const names = named.flatMap(one => one ?? [])
  if (named.some(one => one === undefined)) return { kind: 'any' }
  return { kind: 'some', names: [...names, ...textsAt(spec, 'namespaces')] }
}

function namesIn(selector: JsonRecord): readonly string[] | undefined {
  const label = textAt(selector, 'matchLabels', NAME_LABEL)
  if (label !== '') return [label]
  const expression = recordsAt(selector, 'matchExpressions').find(
    one => textAt(one, 'key') === NAME_LABEL && textAt(one, 'operator') === 'In',
  )
  return expression === undefined ? undefined : textsAt(expression, 'values')
}

function keysOf(spec: unknown, template: unknown): readonly string[] | undefined {
  const data = valueAt(template, 'data')
  if (recordsAt(template, 'templateFrom').length > 0) return undefined
  if (isRecord(data) && textAt(template, 'mergePolicy') !== 'Merge') return Object.keys(data)
  if (recordsAt(spec, 'dataFrom').length > 0) return undefined
  const keys = recordsAt(spec, 'data').map(one => textAt(one, 'secretKey'))
  return keys.length === 0 ? undefined : keys
}

/**
 * The servers of a docker config template; `undefined` if the template is not JSON before it is rendered, or a server
 * is a placeholder.
 */
export function serversInTemplate(template: string): readonly string[] | undefined {
  const auths = parseRecord(template)?.['auths']
  if (!isRecord(auths)) return undefined
  const servers = Object.keys(auths)
  return servers.some(server => server.includes('{{')) ? undefined : servers
}

function renewalOf(spec: unknown): number | undefined {
  if (textAt(spec, 'refreshPolicy') === 'CreatedOnce') return Infinity
  if (textAt(spec, 'refreshPolicy') === 'OnChange') return Infinity
  const seconds = goSeconds(textAt(spec, 'refreshInterval') || '1h')
  return seconds === 0 ? Infinity : seconds
}

/** The generators of its tokens, as `KIND/NAME`. */
function generatorsOf(spec: unknown): readonly string[] {
  return recordsAt(spec, 'dataFrom').flatMap(one => {
    const generator = valueAt(one, 'sourceRef', 'generatorRef')
    const name = textAt(generator, 'name')
    return name === '' ? [] : [`${textAt(generator, 'kind')}/${name}`]
  })
}

function lifetimeOf(spec: unknown): number | undefined {
  return generatorsOf(spec).some(one => one.startsWith('ACRAccessToken/')) ? REGISTRY_TOKEN : undefined
}

/**
 * The name and token lifetime of a generator of ACR tokens; `undefined` for other generators
 * (apis/generators/v1alpha1 `types_cluster.go` ClusterGeneratorSpec, `types_acr.go`).
 */
export function tokenGenerator(kind: string, name: string, spec: unknown): TokenGenerator | undefined {
  if (kind === 'ClusterGenerator' && textAt(spec, 'kind') !== 'ACRAccessToken') return undefined
  const token = kind === 'ClusterGenerator' ? valueAt(spec, 'generator', 'acrAccessTokenSpec') : spec
  return {
    generator: `${kind}/${name}`,
    lifetime: textAt(token, 'scope') === '' ? REGISTRY_TOKEN : REPOSITORY_TOKEN,
  }
}

export interface TokenGenerator {
  /** `KIND/NAME`. */
  readonly generator: string
  /** Seconds. */
  readonly lifetime: number
}
