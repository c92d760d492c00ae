import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ownershipOf } from '../../../src/check/inventory/ownership.ts'

const HELM = { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' }
const MANAGED = { 'app.kubernetes.io/managed-by': 'Helm' }

const table: Record<string, [metadata: object, owner: string | undefined]> = {
  nobody: [{ labels: { app: 'web' } }, undefined],
  'a label of Helm alone, which many charts of others carry': [{ labels: MANAGED }, undefined],
  'a controller': [
    {
      ownerReferences: [
        { kind: 'X', name: 'x' },
        { apiVersion: 'v1', kind: 'Y', name: 'y', controller: true },
      ],
    },
    'Y y',
  ],
  'an owner that is no controller': [{ ownerReferences: [{ kind: 'X', name: 'x' }] }, undefined],
  Helm: [{ labels: MANAGED, annotations: HELM }, 'Helm release shop/web'],
  'Helm without the namespace of its release': [
    { namespace: 'here', labels: MANAGED, annotations: { 'meta.helm.sh/release-name': 'web' } },
    'Helm release here/web',
  ],
  'Flux, which runs Helm': [
    {
      labels: {
        ...MANAGED,
        'helm.toolkit.fluxcd.io/name': 'web',
        'helm.toolkit.fluxcd.io/namespace': 'flux',
      },
      annotations: HELM,
    },
    'Flux HelmRelease flux/web',
  ],
  'Flux, by Kustomization': [
    {
      labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux' },
    },
    'Flux Kustomization flux/apps',
  ],
  'Argo CD, by annotation': [
    { annotations: { 'argocd.argoproj.io/tracking-id': 'teams_shop:apps/Deployment:shop/web' } },
    'Argo CD application shop',
  ],
  'Argo CD, by label': [{ labels: { 'argocd.argoproj.io/instance': 'shop' } }, 'Argo CD application shop'],
  'the Operator Lifecycle Manager': [
    { labels: { 'olm.owner': 'acme.v1', 'olm.owner.namespace': 'operators' } },
    'ClusterServiceVersion operators/acme.v1',
  ],
  kapp: [{ labels: { 'kapp.k14s.io/app': '170' } }, 'kapp application 170'],
  'AKS itself': [{ labels: { 'kubernetes.azure.com/managedby': 'aks' } }, 'an add-on of the cluster'],
  'an add-on': [{ labels: { 'addonmanager.kubernetes.io/mode': 'Reconcile' } }, 'an add-on of the cluster'],
}

for (const [name, [metadata, owner]] of Object.entries(table))
  test(`owned by ${name}`, () => assert.is(ownershipOf({ metadata })?.owner, owner))

test.run()
