import { attemptsFor, isBlocked, isContentUnknown } from '../examine/examine.ts'
import type { Examined, ExaminedImage } from '../examine/examine.ts'
import type { SeenContainer } from '../inventory/inventory.ts'
import { fittingSecret } from '../examine/fitting-secret.ts'
import { injectFlags } from '../remedies/inject-line.ts'
import { injectRemedy, injectTarget } from '../remedies/remedy-commands.ts'
import { atSite } from './rule.ts'
import type { Rule } from './rule.ts'

/**
 * The first minor version whose kubelets verify who pulled an image: KubeletEnsureSecretPulledImages is on by default
 * (KEP-2535).
 */
const VERIFIES_FROM = 35

/** A pod without a credential for an image that other pods pulled, on kubelets that require one for each pod. */
export const cachedImage: Rule = (examined, context) => {
  const { inventory, isPulledWithSecret, now } = context
  const { kubernetesMinor = 0, nodes } = inventory
  if (kubernetesMinor < VERIFIES_FROM || nodes?.mayPull === true || isBlocked(examined)) return []
  return examined.images.flatMap(image => {
    const { reference, line } = image.use
    const policy = policyOf(examined, image)
    // An image that fails anyway has an error already. For an image that the registry authorized a node for, the
    // credential is sufficient.
    if (policy === undefined || policy === 'Always' || image.status === 'fails') return []
    if (image.proof === 'let-in' || !isPulledWithSecret(reference)) return []
    const own = attemptsFor(reference, examined.listed, now)
    if (own.some(({ fault }) => fault === undefined) || examined.listed.some(isContentUnknown)) return []
    const act =
      policy === 'Never'
        ? 'fails with ErrImageNeverPull, as if the image were not there'
        : 'pulls it again without a credential, and fails with ErrImagePull'
    const finding = atSite(examined, line, {
      code: 'rides-on-cached-image',
      severity: 'warning',
      image: reference,
      brief: 'uses an image that others pulled',
      what: `${reference} is pulled by other workloads with their pull secrets, and this one has no credential for it: since Kubernetes 1.35 the kubelet (imagePullPolicy ${policy}) ${act}`,
      remedy: 'add a pull secret with inject',
    })
    const secret = fittingSecret(examined, [image], context)
    const flags = injectFlags(
      secret === undefined ? [] : [secret],
      [image.registry.host],
      inventory.configuration,
    )
    return [{ ...finding, ...injectRemedy(injectTarget(examined.placed, finding.place), flags) }]
  })
}

/** The pull policy, from the manifest or from the pods. */
function policyOf(
  { placed }: Examined,
  { use, isNeverPulled }: ExaminedImage,
): SeenContainer['policy'] | undefined {
  if (isNeverPulled === true) return 'Never'
  const containers = placed.seen?.flatMap(pod => pod.containers) ?? []
  return containers.find(({ image }) => image === use.reference)?.policy
}
