import type { Finding } from '../finding.ts'
import { atSite } from './rule.ts'
import type { Rule } from './rule.ts'

/** Images whose names the kubelet cannot parse, so that it asks no registry (`InvalidImageName`). */
export const imageNames: Rule = examined =>
  examined.images.flatMap(({ use, fault }): readonly Finding[] => {
    if (fault === undefined) return []
    const { kind, what, meant } = fault
    const { reference } = use
    const shown = reference === reference.trim() ? reference : `"${reference}"`
    if (kind === 'placeholder')
      return [
        atSite(examined, use.line, {
          code: 'image-placeholder',
          severity: 'warning',
          image: reference,
          brief: 'has a placeholder',
          what: `${shown} is no name of an image as it stands: ${what}`,
          remedy: 'check what comes out once it is filled in',
        }),
      ]
    return [
      atSite(examined, use.line, {
        code: 'invalid-image',
        severity: 'error',
        image: reference,
        brief: 'its name cannot be parsed',
        what: `${shown} is no name of an image: ${what}; the kubelet asks no registry for it (InvalidImageName)`,
        remedy: meant === undefined ? 'correct the name' : `write ${meant}`,
      }),
    ]
  })
