import type { WorkloadKind } from '../workload-kind.ts'

/** KubeVela's built-in component types that run an image (vela-templates/definitions/internal/component). */
const TYPES = ['webservice', 'worker', 'task', 'cron-task', 'daemon', 'statefulset']

export const kubevelaKinds = (): readonly WorkloadKind[] => [
  {
    group: 'core.oam.dev',
    kind: 'Application',
    places: [
      {
        at: 'spec.components[]',
        where: { key: 'type', values: TYPES },
        secrets: 'properties.imagePullSecrets',
        entry: 'string',
        images: ['properties.image', 'traits[].properties.image'],
        serviceAccount: [],
      },
    ],
    advice: 'how a component of this type takes pull secrets, its ComponentDefinition says: vela show TYPE',
  },
]
