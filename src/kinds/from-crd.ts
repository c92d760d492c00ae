import { isRecord, recordsAt, textAt, valueAt } from '../text/json-record.ts'
import type { JsonRecord } from '../text/json-record.ts'
import { placesInSchema } from './places-in-schema.ts'
import type { SchemaPlaces } from './places-in-schema.ts'
import type { WorkloadKind } from './workload-kind.ts'

/**
 * Reads the kinds in a CustomResourceDefinition (`apiextensions.k8s.io/v1` or `v1beta1`): one row for each version
 * whose schema has fields for images or pull secrets. `source` names the input for reports.
 */
export function kindsInCrd(crd: JsonRecord, source: string): readonly WorkloadKind[] {
  const group = textAt(crd, 'spec', 'group')
  const kind = textAt(crd, 'spec', 'names', 'kind')
  if (group === '' || kind === '') return []
  return schemasOf(crd).flatMap(({ version, schema }) => {
    const found = placesInSchema(schema)
    const { places, open } = found
    const isSilent = [places, open, found.withoutPlace, found.ambiguous].every(({ length }) => length === 0)
    if (isSilent) return []
    const advice = adviceOn(found, group, kind)
    return [
      {
        group,
        kind,
        versions: [version],
        places,
        origin: { by: 'crd', source } as const,
        ...(open.length === 0 ? {} : { open }),
        ...(advice === undefined ? {} : { advice }),
      },
    ]
  })
}

interface VersionSchema {
  readonly version: string
  readonly schema: JsonRecord
}

/** v1beta1 allows one schema for all versions, and one version without a list. */
function schemasOf(crd: JsonRecord): readonly VersionSchema[] {
  const common = valueAt(crd, 'spec', 'validation', 'openAPIV3Schema')
  const versions = recordsAt(crd, 'spec', 'versions')
  const named = versions.length > 0 ? versions : [{ name: textAt(crd, 'spec', 'version') }]
  return named.flatMap(version => {
    const schema = valueAt(version, 'schema', 'openAPIV3Schema') ?? common
    return isRecord(schema) ? [{ version: textAt(version, 'name'), schema }] : []
  })
}

function adviceOn(
  { ambiguous, unclear, withoutPlace, places, open }: SchemaPlaces,
  group: string,
  kind: string,
): string | undefined {
  const byHand = `--kind ${group}/${kind}`
  const [image] = ambiguous
  if (image !== undefined)
    return `its CRD has several fields for pull secrets beside ${image}: say which one with ${byHand}=PATH`
  if (places.length > 0) return undefined
  const [field] = unclear
  if (field !== undefined)
    return `its CRD does not say what ${field} holds: say it with ${byHand}=${field}, or ${field}:strings`
  if (withoutPlace.length === 0)
    return open.length === 0
      ? undefined
      : `its CRD lets anything stand there: say the place with ${byHand}=PATH`
  return `the CRD of ${kind} has no field for pull secrets: list the secret in the service account of its pods`
}
