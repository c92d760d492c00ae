import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

/** Each image of KAITO has a list of names beside it. The pods use the default ServiceAccount. */
function source(at: string): PodPlace {
  return { at, entry: 'string', images: ['image'], beside: ['image'] }
}

function inference(at: string): readonly PodPlace[] {
  return [
    { at: `${at}.template.spec` },
    source(`${at}.preset.presetOptions`),
    source(`${at}.adapters[].source`),
  ]
}

/** Kubernetes AI Toolchain Operator, config/crd/bases. */
export const kaitoKinds = (): readonly WorkloadKind[] => [
  {
    group: 'kaito.sh',
    kind: 'Workspace',
    places: [...inference('inference'), source('tuning.preset.presetOptions'), source('tuning.input')],
    advice: 'tuning.output is pushed to, with its imagePushSecret: nothing is pulled from there',
  },
  { group: 'kaito.sh', kind: 'InferenceSet', places: inference('spec.template.inference') },
  {
    group: 'kaito.sh',
    kind: 'RAGEngine',
    places: [
      {
        at: 'spec.embedding.local',
        secrets: 'imagePullSecret',
        entry: 'single',
        images: ['image'],
        serviceAccount: [],
        beside: ['image'],
      },
    ],
  },
]
