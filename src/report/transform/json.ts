import { apiVersionText } from '../../kubernetes/api-version.ts'
import type { Outcome, Transformation } from '../../inject/outcome.ts'
import { printableJson } from '../printable.ts'
import { problemObject } from '../places.ts'
import { countOutcomes } from './summary.ts'

/** Raised when a key is removed or changes its meaning. New keys may be added without. */
const SHAPE_VERSION = 1

/**
 * Renders the report for programs: one JSON object, on one line if it is not indented. All keys are always present, in this order:
 *
 *     version    number   of this shape
 *     verb       "inject" | "uninject"
 *     counts     object   resources; then one for each status; unread (documents passed through unread), warnings, problems
 *     resources  array    source, document, line, apiVersion, kind, namespace | null, name, within | null, origin, status,
 *                         changes [{ name, registries [], serviceAccount | null }],
 *                         causes [{ name, line, image | null, others }]: the first image that needs the name, and how
 *                         many more do; of uninject the entry
 *                         warnings [{ code, line, message }], notes [], reason | null
 *                         `origin` is who knows its places: table, crd, flag or shape
 *     secrets    array    source, document, namespace | null, name, registries []: what --with-secret added
 *     problems   array    source, document | null, line | null, what, remedy, code
 *
 * `status` is injected, removed, unplaced, failed, present, no-acr-image, not-a-workload or not-selected (by
 * --only). Documents and lines are 1-based. If `problems` is not empty, nothing was written, whatever the statuses say;
 * those of an input that cannot be read have neither document nor line.
 */
export function renderJson(
  { verb, outcomes, problems, unread, addedSecrets = [] }: Transformation,
  { isIndented = false }: { readonly isIndented?: boolean } = {},
): string {
  const report = {
    version: SHAPE_VERSION,
    verb,
    counts: {
      resources: outcomes.length,
      ...countOutcomes(outcomes),
      unread,
      warnings: outcomes.reduce((sum, { warnings }) => sum + warnings.length, 0),
      problems: problems.length,
    },
    resources: outcomes.map(describe),
    secrets: addedSecrets.map(({ source, document, namespace, name, registries }) => ({
      source,
      document,
      namespace: namespace ?? null,
      name,
      registries,
    })),
    problems: problems.map(problemObject),
  }
  return `${printableJson(report, isIndented ? 2 : undefined)}\n`
}

function describe(outcome: Outcome): object {
  const {
    source,
    document,
    line,
    identity,
    origin,
    status,
    changes,
    causes = [],
    warnings,
    notes,
    reason,
  } = outcome
  const { group, version, kind, namespace, name, within } = identity
  return {
    source,
    document,
    line,
    apiVersion: apiVersionText({ group, version }),
    kind,
    namespace: namespace ?? null,
    name,
    within: within ?? null,
    origin: origin?.by ?? 'table',
    status,
    changes: changes.map(change => ({
      name: change.name,
      registries: change.registries,
      serviceAccount: change.serviceAccount ?? null,
    })),
    causes: causes.map(cause => ({
      name: cause.name,
      line: cause.line,
      image: cause.image ?? null,
      others: cause.others,
    })),
    warnings: warnings.map(warning => ({
      code: warning.code,
      line: warning.line,
      message: warning.message,
    })),
    notes,
    reason: reason ?? null,
  }
}
