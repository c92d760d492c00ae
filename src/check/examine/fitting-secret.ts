import { attemptsFor, listedSecret } from './examine.ts'
import type { CheckContext, Examined, ExaminedImage } from './examine.ts'

/** A known Secret of the namespace that has a credential without a fault for each of these images. */
export function fittingSecret(
  { placed }: Examined,
  images: readonly ExaminedImage[],
  context: CheckContext,
): string | undefined {
  const { namespace } = placed.resource.identity
  const names = context.inventory.secrets
    .filter(({ identity }) => identity.namespace === namespace)
    .map(({ identity }) => identity.name)
  return names.find(name =>
    images.every(({ use }) =>
      attemptsFor(use.reference, [listedSecret(name, namespace, context)], context.now).some(
        ({ fault }) => fault === undefined,
      ),
    ),
  )
}
