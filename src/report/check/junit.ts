import type { CheckedPodSpec } from '../../check/check.ts'
import type { ExaminedImage } from '../../check/examine/examine.ts'
import type { ClusterSummary } from '../../check/cluster-summary.ts'
import { hasSeverity } from '../../check/finding.ts'
import type { Finding, Location } from '../../check/finding.ts'
import { locationOf } from '../../check/inventory/inventory.ts'
import type { CheckResult } from '../../check/check-result.ts'
import { nameResource } from '../../manifest/resource.ts'
import { caseOfProblem, renderJunit } from '../junit-xml.ts'
import type { TestCase, TestSuite } from '../junit-xml.ts'
import { Places } from '../places.ts'
import { sentenceOfUnseen } from './cluster-notes.ts'
import { locate, reasonFor, sentenceIn } from './finding-text.ts'

interface JunitOptions {
  /** The lowest severity of a finding that fails its test case. */
  readonly failOn: 'error' | 'warning'
  readonly now: Date
}

/**
 * JUnit XML: a suite for each source and for each namespace of the cluster, with a test case for each image. A case
 * fails through the findings about its image, and is skipped if its image is undecided. Findings about no image of a
 * pod spec are cases of their own if they fail; otherwise they are output of the suite.
 */
export function renderCheckJunit(result: CheckResult, { failOn, now }: JunitOptions): string {
  const { check, problems, sources, cluster } = result
  const suites = new Suites(cluster)
  const fails = (finding: Finding): boolean => hasSeverity([finding], failOn)
  const places = new Places(sources)
  for (const problem of problems) suites.add(problem.source, caseOfProblem(problem, places))
  const reported = new Set<string>()
  for (const podSpec of check.podSpecs) {
    const failing = podSpec.findings.filter(fails)
    for (const finding of failing) reported.add(keyOf(finding))
    for (const image of podSpec.images)
      suites.add(
        suites.of(locationOf(podSpec.placed, image.use.line), podSpec.placed.resource.identity),
        caseOfImage(podSpec, image, failing, cluster),
      )
  }
  for (const finding of check.findings) {
    const suite = suites.of(finding.place, finding.resource)
    if (!fails(finding)) suites.print(suite, `${finding.severity}: ${textOf(finding, cluster)}`)
    else if (!reported.has(keyOf(finding))) suites.add(suite, caseOfFinding(finding, cluster))
  }
  for (const one of cluster?.unseen ?? [])
    suites.print(suites.of(undefined, one), `not checked: ${sentenceOfUnseen(one)}`)
  return renderJunit(suites.all(), now)
}

/** Suites by name, in order of their first use. */
class Suites {
  readonly #suites = new Map<string, { readonly cases: TestCase[]; readonly output: string[] }>()
  readonly #ofCluster: string

  constructor(cluster: ClusterSummary | undefined) {
    this.#ofCluster = cluster === undefined ? 'input' : `cluster ${cluster.name}`
  }

  of(place: Location | undefined, { namespace }: { readonly namespace?: string }): string {
    if (place !== undefined) return place.source
    return namespace === undefined ? this.#ofCluster : `${this.#ofCluster}, namespace ${namespace}`
  }

  add(name: string, testCase: TestCase): void {
    this.#named(name).cases.push(testCase)
  }

  print(name: string, line: string): void {
    this.#named(name).output.push(line)
  }

  all(): readonly TestSuite[] {
    return [...this.#suites].map(([name, suite]) => ({ name, ...suite }))
  }

  #named(name: string): { readonly cases: TestCase[]; readonly output: string[] } {
    const suite = this.#suites.get(name) ?? { cases: [], output: [] }
    this.#suites.set(name, suite)
    return suite
  }
}

function keyOf({ code, resource, path = '', what, place }: Finding): string {
  return JSON.stringify([code, nameResource(resource), path, what, locate(place)])
}

function textOf(finding: Finding, cluster: ClusterSummary | undefined): string {
  const at = locate(finding.place)
  return `${at === '' ? '' : `${at}: `}${sentenceIn(finding, cluster)}`
}

function caseOfImage(
  podSpec: CheckedPodSpec,
  image: ExaminedImage,
  failing: readonly Finding[],
  cluster: ClusterSummary | undefined,
): TestCase {
  const { reference } = image.use
  const name = `${nameResource(podSpec.placed.resource.identity)}: ${repositoryOf(reference)}`
  const about = failing.filter(one => one.image === undefined || one.image === reference)
  if (about.length > 0) return { name, result: failureOf(about, cluster) }
  const message = reasonFor(podSpec, image)
  if (image.status === 'unknown') return { name, result: { kind: 'skipped', message } }
  if (image.status === 'pulls') return { name, result: { kind: 'passed' } }
  return { name, result: { kind: 'failure', type: 'image', message, details: `${reference}: ${message}` } }
}

function caseOfFinding(finding: Finding, cluster: ClusterSummary | undefined): TestCase {
  const name = `${nameResource(finding.resource)}: ${finding.code}`
  return { name, result: failureOf([finding], cluster) }
}

function failureOf(findings: readonly Finding[], cluster: ClusterSummary | undefined): TestCase['result'] {
  return {
    kind: 'failure',
    type: findings.map(({ code }) => code).join(' '),
    message: findings.map(({ what }) => what).join('; '),
    details: findings.map(finding => textOf(finding, cluster)).join('\n'),
  }
}

/** An image without its tag and digest, so that a test case keeps its name when the version changes. */
function repositoryOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^:/]*$/, '')
}
