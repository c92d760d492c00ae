/**
 * `npm run kinds:fixtures` writes a fixture for each group of `src/kinds/table/compact.ts` that has none: for each row a resource
 * with an image of ACR at each of its places, and one resource without any.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { IMAGE_KEY } from '../../src/kinds/image-keys.ts'
import { ALL_IMAGES } from '../../src/kinds/notation.ts'
import { compactGroups, compactKinds } from '../../src/kinds/compact-kinds.ts'
import { POD_IMAGES } from '../../src/kinds/workload-kind.ts'
import type { PodPlace, WorkloadKind } from '../../src/kinds/workload-kind.ts'

type Fields = Record<string, unknown>

const FIXTURES = fileURLToPath(new URL('../../fixtures/inject/', import.meta.url))

for (const group of compactGroups()) {
  const folder = `${FIXTURES}kind-${group.replaceAll('.', '-')}`
  if (existsSync(`${folder}/input.yaml`)) continue
  const rows = compactKinds(group)
  const resources = rows.map(row => resourceOf(row, 'contoso.azurecr.io/app'))
  const [first] = rows
  if (first !== undefined)
    resources.push({ ...resourceOf(first, 'docker.io/library/app'), metadata: { name: 'public' } })
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/input.yaml`, resources.map(resource => stringify(resource)).join('---\n'))
}

function resourceOf({ group, kind, versions, places }: WorkloadKind, image: string): Fields {
  const resource: Fields = {
    apiVersion: `${group}/${versions?.[0] ?? 'v1'}`,
    kind,
    metadata: { name: kind.toLowerCase() },
  }
  for (const place of places) for (const path of imagesOf(place)) put(resource, path.split('.'), image)
  return resource
}

/** From the resource. Of the four places of a pod spec the containers are enough. */
function imagesOf({ at, images = POD_IMAGES.slice(0, 1) }: PodPlace): readonly string[] {
  const last = at.slice(at.lastIndexOf('.') + 1)
  return images.map(image => {
    if (image.startsWith('/')) return image.slice(1)
    const key = image !== ALL_IMAGES ? image : IMAGE_KEY.test(last) ? 'repository' : 'image'
    return at === '' ? key : `${at}.${key}`
  })
}

/** Puts an image at a path, and what the mapping around it needs to be one of an image. */
function put(into: Fields, [step = '', ...rest]: readonly string[], image: string): void {
  const [, key = '', form = ''] = /^(.*?)(\[\]|\{\})?$/.exec(step) ?? []
  if (rest.length === 0) {
    if (form === '[]') into[key] = [image]
    else into[key] = image
    return
  }
  const before = into[key]
  const made: Fields = form === '[]' && key.toLowerCase().endsWith('containers') ? { name: 'main' } : {}
  const inner = innerOf(before, form) ?? made
  into[key] = form === '[]' ? [inner] : form === '{}' ? { first: inner } : inner
  put(inner, rest, image)
}

function innerOf(value: unknown, form: string): Fields | undefined {
  const inner: unknown =
    form === '[]' && Array.isArray(value) ? value[0] : form === '{}' ? Object(value).first : value
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object(inner) : undefined
}
