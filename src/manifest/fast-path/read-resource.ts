import type { Api, Kinds } from '../../kinds/kinds.ts'
import type { Identity, Resource } from '../resource.ts'
import type { Syntax } from '../syntax/node.ts'
import { MISSING } from './rows.ts'
import type { Rows } from './rows.ts'
import { readServiceAccount } from './service-account.ts'
import { readWorkload } from './workload.ts'

/**
 * Reads the resource at a row: a workload with one pod spec, a ServiceAccount, or one that never runs an image.
 * `undefined` if it is none of these, or not plain.
 */
export function readResource(rows: Rows, row: number, syntax: Syntax, kinds: Kinds): Resource | undefined {
  rows.start()
  if (!rows.isMapping(row)) return undefined
  const api = kinds.api(rows.textOf(rows.child(row, 'apiVersion')))
  const name = rows.textOf(rows.child(row, 'kind'))
  if (rows.isUnsupported) return undefined
  const kind = api.simpleKind(name)
  const role = kind === undefined ? api.roleWithoutSites(name) : undefined
  if (kind === undefined && role === undefined) return undefined
  const identity = identityOf(rows, row, api, name)
  if (identity === undefined) return undefined
  if (kind !== undefined) return readWorkload(rows, row, { identity, kind }, syntax)
  if (role === 'service-account') return readServiceAccount(rows, row, identity)
  return { identity, line: rows.tape.valueLine(row), role: 'inert', sites: NONE, unplacedImages: NONE }
}

const NONE: readonly never[] = []

function identityOf(rows: Rows, root: number, { group, version }: Api, kind: string): Identity | undefined {
  const metadata = rows.child(root, 'metadata')
  if (metadata === MISSING || !rows.isMapping(metadata)) return undefined
  const name = rows.textOf(rows.child(metadata, 'name'))
  const space = rows.child(metadata, 'namespace')
  const namespace = space === MISSING ? undefined : rows.textOf(space)
  if (rows.isUnsupported) return undefined
  return namespace === undefined ? { group, version, kind, name } : { group, version, kind, namespace, name }
}
