import type { PodPlace, WorkloadKind } from '../workload-kind.ts'

function disk(at: string): PodPlace {
  return {
    at,
    secrets: 'imagePullSecret',
    entry: 'single',
    images: ['image'],
    serviceAccount: [],
    beside: ['image'],
  }
}

/** Each containerDisk names its own secret. KubeVirt adds all of them to the list of the launcher's pod. */
function machine(group: string, kind: string, spec: string): WorkloadKind {
  const places = [
    disk(`${spec}.volumes[].containerDisk`),
    disk(`${spec}.domain.firmware.kernelBoot.container`),
  ]
  return { group, kind, places }
}

export const kubevirtKinds = (): readonly WorkloadKind[] => [
  machine('kubevirt.io', 'VirtualMachine', 'spec.template.spec'),
  machine('kubevirt.io', 'VirtualMachineInstance', 'spec'),
  machine('kubevirt.io', 'VirtualMachineInstanceReplicaSet', 'spec.template.spec'),
  machine('pool.kubevirt.io', 'VirtualMachinePool', 'spec.virtualMachineTemplate.spec.template.spec'),
  {
    group: 'kubevirt.io',
    kind: 'KubeVirt',
    places: [{ at: 'spec', images: ['imageRegistry'], serviceAccount: [], beside: ['imageRegistry'] }],
  },
]
