import { POD_IMAGES } from '../workload-kind.ts'
import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

/** `image` is a field of the resource. The rest is in a pod template, which may be absent. */
function podTemplate(at: string, beside: readonly string[]): PodPlace {
  return {
    at,
    secrets: 'podTemplate.spec.imagePullSecrets',
    images: [...POD_IMAGES.map(image => `podTemplate.spec.${image}`), '/spec.image'],
    // Not spec.serviceAccountName: that field decides which resources may be associated.
    serviceAccount: ['podTemplate.spec.serviceAccountName', 'podTemplate.spec.serviceAccount'],
    beside,
  }
}

function elastic(
  prefix: string,
  kind: string,
  at: readonly string[],
  beside: readonly string[],
): WorkloadKind {
  return { group: `${prefix}.k8s.elastic.co`, kind, places: at.map(host => podTemplate(host, beside)) }
}

const SPEC = ['config', 'pipelines', 'elasticsearchRef', 'image']
const NODE_SET = ['config', 'volumeClaimTemplates', 'count']

/** Elastic Cloud on Kubernetes, config/crds/v1/resources. */
export const elasticKinds = (): readonly WorkloadKind[] => [
  elastic('elasticsearch', 'Elasticsearch', ['spec.nodeSets[]'], NODE_SET),
  elastic('kibana', 'Kibana', ['spec'], SPEC),
  elastic('apm', 'ApmServer', ['spec'], SPEC),
  elastic('logstash', 'Logstash', ['spec'], SPEC),
  elastic('enterprisesearch', 'EnterpriseSearch', ['spec'], SPEC),
  elastic('maps', 'ElasticMapsServer', ['spec'], SPEC),
  elastic('packageregistry', 'PackageRegistry', ['spec'], SPEC),
  elastic('autoops', 'AutoOpsAgentPolicy', ['spec'], SPEC),
  elastic('beat', 'Beat', ['spec.daemonSet', 'spec.deployment'], []),
  elastic('agent', 'Agent', ['spec.daemonSet', 'spec.deployment', 'spec.statefulSet'], []),
]
