import type { CheckedPodSpec } from '../../check/check.ts'
import type { ExaminedImage } from '../../check/examine.ts'
import type { ClusterSummary } from '../../check/cluster-summary.ts'
import { reaches } from '../../check/finding.ts'
import type { Finding, Location } from '../../check/finding.ts'
import { locationOf } from '../../check/inventory.ts'
import type { Checked } from '../../check/read-manifests.ts'
import { nameResource } from '../../manifest/resource.ts'
import { caseOfProblem, renderJunit } from '../junit-xml.ts'
import type { TestCase, TestSuite } from '../junit-xml.ts'
import { Places } from '../places.ts'
import { sentenceOfUnseen } from './cluster-notes.ts'
import { locate, reasonFor, sentenceIn } from './wording.ts'

interface JunitOptions {
  /** From which severity on a finding fails its case. */
  readonly failOn: 'error' | 'warning'
  readonly now: Date
}

/**
 * JUnit XML: a suite for each source, and for each namespace of the cluster; a case for each image, which fails for the findings about
 * it, and is skipped where it is undecided. Findings about no image of a pod spec are cases of their own if they fail;
 * else they are output of the suite.
 */
export function renderCheckJunit(checked: Checked, { failOn, now }: JunitOptions): string {
  const { check, problems, sources, cluster } = checked
  const suites = new Suites(cluster)
  const fails = (finding: Finding): boolean => reaches([finding], failOn)
  const places = new Places(sources)
  for (const problem of problems) suites.add(problem.source, caseOfProblem(problem, places))
  const told = new Set<string>()
  for (const podSpec of check.podSpecs) {
    const failing = podSpec.findings.filter(fails)
    for (const finding of failing) told.add(keyOf(finding))
    for (const image of podSpec.images)
      suites.add(
        suites.of(locationOf(podSpec.placed, image.use.line), podSpec.placed.resource.identity),
        caseOfImage(podSpec, image, failing, cluster),
      )
  }
  for (const finding of check.findings) {
    const suite = suites.of(finding.place, finding.resource)
    if (!fails(finding)) suites.tell(suite, `${finding.severity}: ${textOf(finding, cluster)}`)
    else if (!told.has(keyOf(finding))) suites.add(suite, caseOfFinding(finding, cluster))
  }
  for (const one of cluster?.unseen ?? [])
    suites.tell(suites.of(undefined, one), `not looked at: ${sentenceOfUnseen(one)}`)
  return renderJunit(suites.all(), now)
}

/** Suites by their names, in the order in which they come. */
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

  tell(name: string, line: string): void {
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

/** An image without tag and digest, so that its case keeps its name from one version to the next. */
function repositoryOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^:/]*$/, '')
}
