import { imageWithoutPlace } from '../manifest/unplaced-image.ts'
import { commandLine } from './command-line.ts'
import type { CheckContext, Examined } from './examine/examine.ts'
import { mergeFindings } from './finding.ts'
import type { Finding } from './finding.ts'
import { locationOf } from './inventory/inventory.ts'
import type { PlacedResource } from './inventory/inventory.ts'
import { refusedCredentials, registryAnswers } from './rules/at-registry.ts'
import { cachedImage } from './rules/cached-image.ts'
import { weakCredentials } from './rules/weak-credentials.ts'
import { faultyContent, wildcardEntries } from './rules/faulty-content.ts'
import { notConfigured } from './rules/not-configured.ts'
import { otherwisePulled } from './rules/otherwise-pulled.ts'
import { guessedPlace } from './rules/guessed-place.ts'
import { imagesOfDockerHub } from './rules/docker-hub.ts'
import { doubtfulHosts, nearLoginServers } from './rules/host.ts'
import {
  oddList,
  rejectedNames,
  shadowedServiceAccount,
  unknownServiceAccount,
} from './rules/pod-spec-list.ts'
import { imageNames } from './rules/image-name.ts'
import { missingAccount } from './rules/missing-account.ts'
import { noEntry } from './rules/no-entry.ts'
import { generatedSecretFaults } from './rules/generated-secrets.ts'
import { listsInWrongPlaces, refusedLists } from './rules/misplaced.ts'
import { noPullSecret } from './rules/no-pull-secret.ts'
import type { Rule } from './rules/rule.ts'
import { unresolvedNames } from './rules/unresolved.ts'
import { unknownContent } from './rules/unknown-content.ts'
import type { Asked, Survey } from './examine/survey.ts'

/** A pod spec with its findings. Findings that make its images fail come first. */
export interface CheckedPodSpec extends Examined {
  readonly findings: readonly Finding[]
}

export interface Check {
  /** The pod specs with an image of a registry, in the order of the inventory. */
  readonly podSpecs: readonly CheckedPodSpec[]
  /** All findings, each once: of pod specs, and of images without a place for a pull secret. */
  readonly findings: readonly Finding[]
  /** The number of resources that were checked. */
  readonly resources: number
  /** Absent if no registry was asked. */
  readonly asked?: Asked
}

/** In the order in which a user would fix the findings. */
const RULES: readonly Rule[] = [
  imageNames,
  refusedLists,
  listsInWrongPlaces,
  noPullSecret,
  rejectedNames,
  faultyContent,
  generatedSecretFaults,
  weakCredentials,
  refusedCredentials,
  unresolvedNames,
  notConfigured,
  noEntry,
  registryAnswers,
  missingAccount,
  shadowedServiceAccount,
  oddList,
  wildcardEntries,
  doubtfulHosts,
  unknownContent,
  unknownServiceAccount,
  otherwisePulled,
  cachedImage,
  guessedPlace,
]

/**
 * Rules for pod specs whose images are never pulled. Pull secrets only matter to a kubelet that verifies who pulled an
 * image.
 */
const RULES_WITHOUT_PULL: readonly Rule[] = [cachedImage]

/** Applies all rules to a survey. */
export function check({ context, examined, asked }: Survey): Check {
  const { resources } = context.inventory
  const podSpecs = examined.map(podSpec => ({
    ...podSpec,
    findings: (isEverPulled(podSpec) ? RULES : RULES_WITHOUT_PULL).flatMap(rule => rule(podSpec, context)),
  }))
  const unplaced = resources.flatMap(placed => [
    ...unplacedImages(placed, context),
    ...notBuilt(placed, context),
    ...nearLoginServers(placed, context.registryOf),
    ...imagesOfDockerHub(placed, context),
  ])
  return {
    podSpecs,
    findings: mergeFindings([...podSpecs.flatMap(({ findings }) => findings), ...unplaced]),
    resources: resources.length,
    ...(asked === undefined ? {} : { asked }),
  }
}

function isEverPulled({ images }: Examined): boolean {
  return images.some(({ isNeverPulled }) => isNeverPulled !== true)
}

/** A kustomization that was read, but not built, and sets another image than its manifests. */
function notBuilt(placed: PlacedResource, { registryOf }: CheckContext): readonly Finding[] {
  const [first] = (placed.kustomized ?? []).filter(({ reference }) => registryOf(reference) !== undefined)
  const place = first === undefined ? undefined : locationOf(placed, first.line)
  const named = /^(?:(.*)[\\/])?kustomization(?:\.ya?ml)?$/i.exec(place?.source ?? '')
  if (first === undefined || place === undefined) return []
  return [
    {
      code: 'kustomization-not-built',
      severity: 'warning',
      resource: placed.resource.identity,
      place,
      image: first.reference,
      brief: 'not built',
      what: `the kustomization sets ${first.reference} for another image, and the manifests were read before it is built`,
      remedy: 'check what the kustomization builds',
      ...(named === null || !place.isFile
        ? {}
        : { command: commandLine('kubectl', 'acr', 'check', '-k', named[1] ?? '.') }),
    },
  ]
}

function unplacedImages(placed: PlacedResource, { registryOf, inventory }: CheckContext): readonly Finding[] {
  return imageWithoutPlace(placed.resource, registryOf).map(({ line, subject, what, remedy }): Finding => {
    const place = locationOf(placed, line)
    return {
      code: 'unplaced-image',
      severity: inventory.isStrict ? 'error' : 'warning',
      resource: placed.resource.identity,
      ...(place === undefined ? {} : { place }),
      brief: 'no known place for a pull secret',
      subject,
      what,
      remedy,
    }
  })
}
