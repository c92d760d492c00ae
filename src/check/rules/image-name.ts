import type { Finding } from '../finding.ts'
import { atSite } from './rule.ts'
import type { Rule } from './rule.ts'

/** Images whose names the kubelet cannot parse, so that it never pulls them (`InvalidImageName`). */
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
          what: `${shown} is not a valid image name as it stands: ${what}`,
          remedy: 'check the manifests after the placeholder is replaced',
        }),
      ]
    return [
      atSite(examined, use.line, {
        code: 'invalid-image',
        severity: 'error',
        image: reference,
        brief: 'not a valid image name',
        what: `${shown} is not a valid image name: ${what}; it is never pulled (InvalidImageName)`,
        remedy: meant === undefined ? 'fix the name' : `write ${meant}`,
      }),
    ]
  })
