import { atSite } from './rule.ts'
import type { Rule } from './rule.ts'

/** A pod template in an unknown kind. The kind's controller may ignore its list. */
export const guessedPlace: Rule = examined => {
  const { resource } = examined.placed
  if (resource.origin?.by !== 'shape') return []
  return [
    atSite(examined, resource.line, {
      code: 'guessed-place',
      severity: 'note',
      brief: 'place is a guess',
      what: `the place of pull secrets in a ${resource.identity.kind} is a guess, by the shape of its pod template`,
      remedy: 'name its CRD with --crd FILE to be sure',
    }),
  ]
}
