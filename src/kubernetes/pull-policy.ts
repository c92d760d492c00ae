export type PullPolicy = 'Always' | 'IfNotPresent' | 'Never'

/** The key of a pull policy and the key of its image, for containers and image volumes (core/v1 types.go). */
const POLICIES: readonly (readonly [policy: string, image: string])[] = [
  ['imagePullPolicy', 'image'],
  ['pullPolicy', 'reference'],
]

/** The keys of the images in a mapping that the kubelet does not pull: their pull policy is `Never`. */
export function neverPulledKeys(valueOf: (key: string) => unknown): readonly string[] {
  return POLICIES.flatMap(([policy, image]) => (valueOf(policy) === 'Never' ? [image] : []))
}
