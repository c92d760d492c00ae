import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

/**
 * A Wasm module, with `oci://` or without a scheme. The proxy's agent fetches it with one Secret in the resource's
 * namespace.
 */
function wasm(at: string): PodPlace {
  return {
    at,
    secrets: 'imagePullSecret',
    entry: 'single',
    images: ['url'],
    serviceAccount: [],
    beside: ['url'],
  }
}

/** Values of the Istio charts. The charts write this list of names to the ServiceAccounts that they create. */
function values(...images: readonly string[]): PodPlace {
  return {
    at: 'spec',
    secrets: 'values.global.imagePullSecrets',
    entry: 'string',
    images: ['values.global.hub', ...images],
    serviceAccount: [],
    beside: ['values', 'hub'],
  }
}

const CONTROL_PLANE = [
  'values.global.proxy.image',
  'values.global.proxy_init.image',
  'values.global.agentgateway.image',
  'values.pilot.hub',
  'values.pilot.image',
  'values.pilot.volumes[].image.reference',
]

const CNI = ['values.cni.hub', 'values.cni.image', 'values.cni.repair.hub', 'values.cni.repair.image']

const ZTUNNEL = ['hub', 'image', 'volumes[].image.reference']

export const istioKinds = (): readonly WorkloadKind[] => [
  { group: 'extensions.istio.io', kind: 'WasmPlugin', places: [wasm('spec')] },
  { group: 'extensions.istio.io', kind: 'TrafficExtension', places: [wasm('spec.wasm')] },
  ...['Istio', 'IstioRevision', 'RemoteIstio'].map(kind => ({
    group: 'sailoperator.io',
    kind,
    places: [values(...CONTROL_PLANE)],
  })),
  { group: 'sailoperator.io', kind: 'IstioCNI', places: [values(...CNI)] },
  {
    group: 'sailoperator.io',
    kind: 'ZTunnel',
    places: [
      values(...ZTUNNEL.map(image => `values.ztunnel.${image}`)),
      {
        at: 'spec.values.ztunnel',
        entry: 'string',
        images: [...ZTUNNEL, '/spec.values.global.hub'],
        serviceAccount: [],
        onlyIfListed: true,
      },
    ],
  },
  { group: 'install.istio.io', kind: 'IstioOperator', places: [values('hub', ...CONTROL_PLANE, ...CNI)] },
]

/** The pods of an Envoy fleet. */
const envoyPods = (): readonly PodPlace[] =>
  ['envoyDeployment', 'envoyDaemonSet'].map(fleet => ({
    at: `spec.provider.kubernetes.${fleet}`,
    secrets: 'pod.imagePullSecrets',
    images: [
      'container.image',
      'container.imageRepository',
      'initContainers[].image',
      'pod.volumes[].image.reference',
    ],
    serviceAccount: [],
    beside: ['container'],
  }))

export const envoyGatewayKinds = (): readonly WorkloadKind[] => [
  { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', places: envoyPods() },
  {
    group: 'gateway.envoyproxy.io',
    kind: 'EnvoyExtensionPolicy',
    places: [
      {
        at: 'spec.wasm[].code.image',
        secrets: 'pullSecretRef.name',
        entry: 'single',
        images: ['url'],
        serviceAccount: [],
        beside: ['url'],
      },
    ],
  },
]
