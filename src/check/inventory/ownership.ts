import { parseApiVersion } from '../../kubernetes/api-version.ts'
import { kubectlType } from '../command-line.ts'
import { recordsAt, textAt, valueAt } from '../../text/json-record.ts'
import { commandLine } from '../command-line.ts'

/** The owner that creates an object of a cluster, and reverts changes by others. */
export interface Ownership {
  /** `Helm release web`, `Argo CD application shop/web`. */
  readonly owner: string
  /** The next step of the user. */
  readonly remedy: string
  /** A command that shows what to change. */
  readonly command?: string
}

interface Metadata {
  readonly namespace: string
  readonly label: (name: string) => string
  readonly annotation: (name: string) => string
}

type Row = (metadata: Metadata) => Ownership | undefined

const get = (type: string, name: string, namespace: string): string =>
  commandLine('kubectl', 'get', type, name, ...(namespace === '' ? [] : ['-n', namespace]), '-o', 'yaml')

// Earlier rows win: Flux and Argo CD also install Helm charts.
const ROWS: readonly Row[] = [
  ({ label }) => {
    const name = label('helm.toolkit.fluxcd.io/name')
    const namespace = label('helm.toolkit.fluxcd.io/namespace')
    if (name === '') return undefined
    return {
      owner: `Flux HelmRelease ${namespace}/${name}`,
      remedy: `add the pull secret to spec.values of HelmRelease ${namespace}/${name}, where it is kept; Flux reverts changes in the cluster`,
      command: get('helmreleases.helm.toolkit.fluxcd.io', name, namespace),
    }
  },
  ({ label }) => {
    const name = label('kustomize.toolkit.fluxcd.io/name')
    const namespace = label('kustomize.toolkit.fluxcd.io/namespace')
    if (name === '') return undefined
    return {
      owner: `Flux Kustomization ${namespace}/${name}`,
      remedy: `change the manifests that Flux Kustomization ${namespace}/${name} applies (its spec.path); Flux reverts changes in the cluster`,
      command: get('kustomizations.kustomize.toolkit.fluxcd.io', name, namespace),
    }
  },
  ({ label, annotation }) => {
    // `app:group/kind:namespace/name`; a label, where annotations are not used.
    const [tracked = ''] = annotation('argocd.argoproj.io/tracking-id').split(':')
    const name = tracked || label('argocd.argoproj.io/instance')
    if (name === '') return undefined
    // An application outside of Argo CD's own namespace is tracked as `namespace_name`.
    const own = name.split('_').toReversed()[0] ?? name
    return {
      owner: `Argo CD application ${own}`,
      remedy: `change the manifests that Argo CD application ${own} syncs (its spec.source); a sync reverts changes in the cluster`,
      command: commandLine(
        'kubectl',
        'get',
        'applications.argoproj.io',
        '-A',
        '--field-selector',
        `metadata.name=${own}`,
        '-o',
        'yaml',
      ),
    }
  },
  ({ label, annotation, namespace }) => {
    const release = annotation('meta.helm.sh/release-name')
    if (release === '' || label('app.kubernetes.io/managed-by') !== 'Helm') return undefined
    const where = annotation('meta.helm.sh/release-namespace') || namespace
    return {
      owner: `Helm release ${where}/${release}`,
      remedy: `add the pull secret to the values of Helm release ${release} (most charts call it imagePullSecrets) and upgrade it; an upgrade reverts changes in the cluster`,
      command: commandLine('helm', 'get', 'values', release, '-n', where),
    }
  },
  ({ label }) => {
    const name = label('olm.owner')
    if (name === '') return undefined
    const namespace = label('olm.owner.namespace')
    return {
      owner: `ClusterServiceVersion ${namespace}/${name}`,
      remedy: `add the pull secret to the service account that ClusterServiceVersion ${name} names: the Operator Lifecycle Manager reverts changes of the workload`,
      command: get('clusterserviceversions.operators.coreos.com', name, namespace),
    }
  },
  ({ label }) => {
    const app = label('kapp.k14s.io/app')
    return app === ''
      ? undefined
      : {
          owner: `kapp application ${app}`,
          remedy: 'change the manifests that kapp deploys, and deploy them again',
        }
  },
  ({ label, annotation }) => {
    const isAddon =
      label('kubernetes.azure.com/managedby') !== '' ||
      label('addonmanager.kubernetes.io/mode') !== '' ||
      annotation('addonmanager.kubernetes.io/mode') !== ''
    return isAddon
      ? {
          owner: 'an add-on of the cluster',
          remedy: 'change the settings of the add-on: the add-on manager of the cluster reverts changes',
        }
      : undefined
  },
]

/** The owner of an object, by its owner references, labels and annotations; `undefined` if none is named. */
export function ownershipOf(object: object): Ownership | undefined {
  const text =
    (of: 'labels' | 'annotations') =>
    (name: string): string => {
      const value = valueAt(object, 'metadata', of, name)
      return typeof value === 'string' ? value : ''
    }
  const namespace = textAt(object, 'metadata', 'namespace')
  const controller = recordsAt(object, 'metadata', 'ownerReferences').find(
    owner => owner['controller'] === true,
  )
  if (controller !== undefined) return ownedByController(controller, namespace)
  const metadata = { namespace, label: text('labels'), annotation: text('annotations') }
  for (const row of ROWS) {
    const ownership = row(metadata)
    if (ownership !== undefined) return ownership
  }
  return undefined
}

function ownedByController(controller: object, namespace: string): Ownership {
  const [kind, name] = [textAt(controller, 'kind'), textAt(controller, 'name')]
  const { group } = parseApiVersion(textAt(controller, 'apiVersion'))
  const type = kubectlType({ group, kind })
  return {
    owner: `${kind} ${name}`,
    remedy: `change ${kind} ${name}, which creates it and reverts changes`,
    command: get(type, name, namespace),
  }
}
