import type { ExaminedImage } from '../examine/examine.ts'
import { atSite } from './rule.ts'
import type { Rule } from './rule.ts'

/** Images that are pulled, or may be, without a known pull secret. */
export const otherwisePulled: Rule = examined => {
  const { list, images } = examined
  const of = (proof: ExaminedImage['proof']): ExaminedImage | undefined =>
    images.find(image => image.proof === proof)
  const [runs, nodes] = [of('runs'), of('nodes')]
  // If a Secret is listed, another rule explains its fault.
  if (runs !== undefined && list.names.length === 0)
    return [
      atSite(examined, runs.use.line, {
        code: 'runs-without-pull-secret',
        severity: 'note',
        image: runs.use.reference,
        brief: 'runs without a pull secret',
        what: 'the pods have the image though no pull secret is listed: their nodes had it, or can pull on their own',
        remedy: 'check that a new pod on a new node can pull it',
      }),
    ]
  if (nodes === undefined) return []
  const isNamed = list.account?.isForNodes === true
  return [
    atSite(examined, nodes.use.line, {
      code: 'nodes-may-pull',
      severity: 'warning',
      image: nodes.use.reference,
      brief: 'no pull secret; the nodes may pull',
      what: isNamed
        ? 'the pod spec lists no pull secret, and the nodes may pull with the identity that its service account names (kubernetes.azure.com/acr-client-id)'
        : 'the pod spec lists no pull secret, and the nodes may pull on their own',
      remedy: 'run a pod to be sure, or add a pull secret with inject',
    }),
  ]
}
