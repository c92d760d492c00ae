import type { Identity, Resource } from '../resource.ts'
import type { ImageUse, PullSecretList, Site } from '../site.ts'
import type { Syntax } from '../syntax/node.ts'
import type { ImagePaths, SimpleKind } from '../../kinds/simple-kind.ts'
import { readList } from './read-list.ts'
import { MISSING } from './rows.ts'
import type { Rows } from './rows.ts'

/**
 * Reads the workload at a row; `undefined` if it is not a plain one. `syntax` is used only if the list needs more
 * than rows.
 */
export function readWorkload(
  rows: Rows,
  row: number,
  { identity, kind }: { readonly identity: Identity; readonly kind: SimpleKind },
  syntax: Syntax,
): Resource | undefined {
  let host = row
  for (const key of kind.keys) {
    host = rows.child(host, key)
    if (host === MISSING || !rows.isMapping(host)) return undefined
  }
  const site = readSite(rows, host, kind, syntax)
  if (site === undefined || site.images.length !== rows.countImageKeys(row)) return undefined
  return { identity, line: rows.tape.valueLine(row), role: 'workload', sites: [site], unplacedImages: NONE }
}

const NONE: readonly never[] = []

function readSite(rows: Rows, host: number, kind: SimpleKind, syntax: Syntax): Site | undefined {
  const { path } = kind
  const images: ImageUse[] = []
  const containers = rows.child(host, 'containers')
  addImages(images, rows, containers, kind.containers)
  addImages(images, rows, rows.child(host, 'initContainers'), kind.initContainers)
  addImages(images, rows, rows.child(host, 'ephemeralContainers'), kind.ephemeralContainers)
  const account = rows.child(host, 'serviceAccountName')
  const serviceAccount = account === MISSING ? undefined : rows.textOf(account)
  rows.isUnsupported ||= rows.child(host, 'serviceAccount') !== MISSING
  rows.isUnsupported ||= !arePlain(rows, rows.child(host, 'volumes'))
  const existing = rows.child(host, 'imagePullSecrets')
  if (rows.isUnsupported) return undefined
  const list = readList(rows, { host, containers, existing }, path, syntax)
  return list === undefined ? undefined : siteOf(path, images, serviceAccount, list)
}

function siteOf(
  path: string,
  images: readonly ImageUse[],
  serviceAccount: string | undefined,
  list: PullSecretList,
): Site {
  const [usesServiceAccount, onlyIfListed] = [true, false]
  return serviceAccount === undefined
    ? { path, images, usesServiceAccount, onlyIfListed, list }
    : { path, images, serviceAccount, usesServiceAccount, onlyIfListed, list }
}

function addImages(images: ImageUse[], rows: Rows, list: number, paths: ImagePaths): void {
  if (list === MISSING) return
  const { tape } = rows
  rows.isUnsupported ||= !rows.isSequence(list)
  const end = tape.next(list)
  for (
    let item = list + 1, index = 0;
    item < end && !rows.isUnsupported;
    item = tape.next(item), index += 1
  ) {
    rows.isUnsupported ||= !rows.isMapping(item)
    const image = rows.child(item, 'image')
    if (image === MISSING) continue
    const reference = rows.textOf(image)
    images.push({ reference, path: paths.of(index), line: tape.valueLine(image) })
  }
}

/** Whether all volumes are mappings. Images in volumes are found by the number of image keys. */
function arePlain(rows: Rows, volumes: number): boolean {
  if (volumes === MISSING) return true
  if (!rows.isSequence(volumes)) return false
  const end = rows.tape.next(volumes)
  for (let item = volumes + 1; item < end; item = rows.tape.next(item))
    if (!rows.isMapping(item)) return false
  return true
}
