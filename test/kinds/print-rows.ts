/**
 * `npm run kinds -- FILE...` prints a row of `src/kinds/table/compact.ts` for each kind of some CRDs, or of JSON schemas that
 * are called `GROUP/kind_VERSION.json`, as catalogs have them. What has no place, or several, is told on stderr.
 */
import { readFileSync } from 'node:fs'
import { kindsInCrd } from '../../src/kinds/from-crd.ts'
import { writePlace } from '../../src/kinds/notation.ts'
import type { PodPlace, WorkloadKind } from '../../src/kinds/workload-kind.ts'
import { kindsInSources } from '../../src/manifest/crds/crd-index.ts'
import { isRecord, parseRecord } from '../../src/text/json-record.ts'

for (const name of process.argv.slice(2)) {
  for (const { group, kind, versions = [], places, advice } of await kindsIn(name)) {
    const texts = places.map(notationOf)
    if (texts.length > 0) console.log(`${group}/${kind}@${versions.join(',')}\t${texts.join(' ')}`)
    if (advice !== undefined) console.error(`${group}/${kind}@${versions.join(',')}: ${advice}`)
  }
}

async function kindsIn(name: string): Promise<readonly WorkloadKind[]> {
  const bytes = readFileSync(name)
  const [, group, kind, version] = /([^/]+)\/([^/_]+)_([^/]+)\.json$/.exec(name) ?? []
  const schema = parseRecord(bytes.toString())
  const isSchema = schema !== undefined && isRecord(schema['properties'])
  if (!isSchema || group === undefined || kind === undefined || version === undefined)
    return kindsInSources([{ name, bytes }])
  const spec = { group, names: { kind }, versions: [{ name: version, schema: { openAPIV3Schema: schema } }] }
  return kindsInCrd({ spec }, name)
}

/** A pod spec by its path, a list without the images that the notation means by itself. */
function notationOf({ images, ...place }: PodPlace): string {
  return images === undefined && place.secrets === undefined ? place.at : writePlace(place)
}
