import { POD_IMAGES } from '../workload-kind.ts'
import type { WorkloadKind } from '../workload-kind.ts'

/** CloudNativePG and RabbitMQ. */
export const databasesKinds = (): readonly WorkloadKind[] => [
  {
    group: 'postgresql.cnpg.io',
    kind: 'Cluster',
    places: [
      {
        at: 'spec',
        images: ['imageName', 'postgresql.extensions[].image.reference'],
        // The operator copies the list to a ServiceAccount that it creates (internal/controller/cluster_create.go).
        serviceAccount: [],
        beside: ['imageName'],
      },
    ],
  },
  {
    group: 'postgresql.cnpg.io',
    kind: 'Pooler',
    // inject cannot create spec.template: the CRD requires containers in it, and only the operator knows them.
    places: [{ at: 'spec.template.spec', images: [...POD_IMAGES, '/spec.pgbouncer.image'] }],
    advice: 'write spec.template.spec with containers: [], where the secret can be listed',
  },
  ...['ImageCatalog', 'ClusterImageCatalog'].map(kind => ({
    group: 'postgresql.cnpg.io',
    kind,
    places: [],
    advice: 'list the secret in each Cluster that takes its image from the catalog',
  })),
  {
    group: 'rabbitmq.com',
    kind: 'RabbitmqCluster',
    places: [
      {
        at: 'spec',
        images: [
          'image',
          ...POD_IMAGES.map(image => `override.statefulSet.spec.template.spec.${image}`),
          'secretBackend.vault.defaultUserUpdaterImage',
        ],
        serviceAccount: [],
        beside: ['image', 'override'],
      },
    ],
  },
]
