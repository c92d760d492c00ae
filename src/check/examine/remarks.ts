import { addressed, commandLine } from '../command-line.ts'
import type { KnownNodes } from '../inventory/inventory.ts'
import type { Remark } from '../cluster-summary.ts'
import type { Survey } from './survey.ts'

const NODES: Readonly<Record<KnownNodes['provider'], string>> = {
  aks: 'AKS nodes pull on their own from a registry that is attached to the cluster',
  azure: 'the nodes are Azure virtual machines, and may have a credential provider for ACR',
  other: 'the nodes have the images already, or a credential of their own',
  unknown:
    'the nodes, which could not be read, may have the images already, or a credential of their own, as nodes of AKS may have',
}

/** Remarks about the whole cluster, each once. `flags` are kubectl's flags for that cluster. */
export function remarksOn({ context, examined }: Survey, flags: readonly string[]): readonly Remark[] {
  const { nodes } = context.inventory
  const bare = examined.flatMap(({ images, placed, list }) =>
    images
      .filter(
        ({ proof }) =>
          (proof === 'nodes' && nodes?.mayPull === true) || (proof === 'runs' && list.names.length === 0),
      )
      .map(image => ({ ...image, namespace: placed.resource.identity.namespace })),
  )
  const [first] = bare
  if (nodes === undefined || first === undefined) return []
  const running = bare.filter(({ proof }) => proof === 'runs').length
  const count = bare.length === 1 ? '1 image' : `${bare.length} images`
  const how = running === bare.length ? (running === 1 ? 'runs' : 'run') : 'may be pulled'
  const isAks = nodes.provider === 'aks'
  return [
    {
      code: 'nodes-may-pull',
      what: `${count} ${how} without a pull secret: ${NODES[nodes.provider]}`,
      remedy: isAks
        ? 'to be sure, check that the registry is attached'
        : 'to be sure, let a new pod pull one: it must not end in ErrImagePull; delete it afterwards',
      command: isAks
        ? `az aks check-acr --resource-group RESOURCE_GROUP --name CLUSTER --acr ${first.registry.host}`
        : addressed(
            commandLine(
              'kubectl',
              'run',
              'pull-test',
              ...(first.namespace === undefined ? [] : ['-n', first.namespace]),
              `--image=${first.use.reference}`,
              '--image-pull-policy=Always',
              '--restart=Never',
            ),
            flags,
          ),
    },
  ]
}
