import { once } from '../../src/text/memoize.ts'
import { outputOf, programOnPath } from './programs.ts'
import { piped } from './subject.ts'
import type { Found } from './subject.ts'

/**
 * Two programs have this name: mikefarah's in Go, which the bars are for, and kislyuk's in Python, a wrapper of jq in
 * Debian.
 */
export type YqKind = 'Go' | 'Python'

export const yqKind = (version: string): YqKind => (/mikefarah|version v?4/.test(version) ? 'Go' : 'Python')

const GO =
  '(select(.kind == "Deployment") | .spec.template.spec.imagePullSecrets) += [{"name": "acr-secret"}]'
const PYTHON =
  'if .kind == "Deployment" then .spec.template.spec.imagePullSecrets += [{"name": "acr-secret"}] else . end'

export type FoundYq = Found & { readonly kind?: YqKind }

/** The edit that a user would write by hand, only for Deployments and without looking at images. */
export const findYq = once((): FoundYq => {
  const program = programOnPath('yq')
  if (program === undefined) return { absent: 'yq is not installed' }
  const kind = yqKind(outputOf(program, ['--version']))
  const args = kind === 'Go' ? [GO] : ['-y', PYTHON]
  return {
    name: `yq (${kind})`,
    kind,
    on: input => ({ argv: [program, ...args], stdin: piped(input) }),
  }
})
