import type { RegistryOf } from '../image/registry.ts'
import { BUILT_IN_GROUPS } from '../kubernetes/groups.ts'
import { NONE } from '../text/lists.ts'
import { shellWord } from '../text/shell-word.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { Identity, Resource, UnplacedImage } from './resource.ts'

/** An image of a registry, in a resource without a known place for a pull secret. */
export interface UnplacedImageDiagnostic extends Diagnostic {
  readonly code: 'unplaced-image'
  /** The image and its path. `what` begins with it. */
  readonly subject: string
}

/** The diagnostic for the first image of a registry without a place. It counts the others. Empty if each has a place. */
export function imageWithoutPlace(
  { unplacedImages, advice, role, origin, identity }: Resource,
  registryOf: RegistryOf,
): readonly UnplacedImageDiagnostic[] {
  if (unplacedImages.length === 0) return NONE
  const [first, ...others] = unplacedImages.filter(({ reference }) => registryOf(reference) !== undefined)
  if (first === undefined) return []
  const isUnknown = role === 'unknown' || origin?.by === 'shape'
  const canLearn = isUnknown && !BUILT_IN_GROUPS.has(identity.group)
  const where = isUnknown
    ? `the place of pull secrets in a ${identity.kind} is not known`
    : 'the resource has no place for a pull secret'
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  const subject = `${first.reference} at ${first.path}${more}`
  const { given } = first
  return [
    {
      code: 'unplaced-image',
      line: first.line,
      subject,
      what: `${subject}: ${given === undefined ? where : whereGiven(given)}`,
      remedy:
        (given === undefined ? advice : remedyForGiven(identity)) ??
        (canLearn ? remedyForUnknown(identity) : 'list the pull secret in the service account of its pods'),
    },
  ]
}

function whereGiven({ parameter, to }: NonNullable<UnplacedImage['given']>): string {
  return `only the ${to} can tell whether parameter ${parameter} is an image to run`
}

/** The field in which a run lists pull secrets for all tasks that it starts. */
function remedyForGiven({ group, version, kind }: Identity): string {
  const ofRun =
    kind === 'PipelineRun' && version === 'v1' ? 'spec.taskRunTemplate.podTemplate' : 'spec.podTemplate'
  const list = group === 'tekton.dev' ? `${ofRun}.imagePullSecrets` : 'imagePullSecrets of its spec'
  return `if it is, list the secret in ${list}`
}

function remedyForUnknown({ group, kind }: Identity): string {
  return `name its CRD with --crd FILE, or the place with --kind ${shellWord(`${group}/${kind}=PATH`)}`
}
