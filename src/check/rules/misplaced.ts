import { commentedOut } from '../../manifest/list-faults.ts'
import type { MisplacedList } from '../../manifest/sites/misplaced-lists.ts'
import { lacksCredential, listedSecret, attemptsFor, refusal } from '../examine/examine.ts'
import type { CheckContext, Examined } from '../examine/examine.ts'
import type { Finding } from '../finding.ts'
import { injectFlags, injectLine } from '../remedies/inject-line.ts'
import { locationOf } from '../inventory/inventory.ts'
import { namespacedName } from '../../kubernetes/service-account.ts'
import type { PlacedResource } from '../inventory/inventory.ts'
import { atSite } from './rule.ts'
import type { Rule } from './rule.ts'

/** A list for which kubectl refuses the whole manifest. */
export const refusedLists: Rule = examined => {
  const refused = refusal(examined.site)
  if (refused === undefined) return []
  const { line, what, remedy } = refused
  const brief = 'malformed imagePullSecrets'
  return [atSite(examined, line, { code: 'malformed-list', severity: 'error', brief, what, remedy })]
}

/** Lists of pull secrets that Kubernetes does not read, in the pod spec or its ServiceAccount. */
export const listsInWrongPlaces: Rule = (examined, context) => {
  const own = examined.placed.misplaced.map(one => ownFinding(examined, one, context))
  const account = examined.list.account?.placed
  const ofAccount = (account?.misplaced ?? []).flatMap(one =>
    account === undefined ? [] : accountFinding(examined, account, one, context),
  )
  return [...own, ...ofAccount]
}

/** Whether another finding explains why no pull secret is listed. */
export function isExplainedElsewhere(examined: Examined, context: CheckContext): boolean {
  return refusal(examined.site) !== undefined || listsInWrongPlaces(examined, context).length > 0
}

const REPLACE = 'replace the placeholder before the check'

function ownFinding(examined: Examined, list: MisplacedList, { inventory }: CheckContext): Finding {
  const { site, placed } = examined
  const { path, line, lastLine, names, kind, isList, placeholder } = list
  const severity =
    examined.list.names.length === 0 && examined.images.some(lacksCredential) ? 'error' : 'warning'
  if (placeholder !== undefined)
    return atSite(examined, line, {
      code: 'list-placeholder',
      severity,
      brief: 'imagePullSecrets is a placeholder',
      what: commentedOut(path, placeholder),
      remedy: REPLACE,
    })
  const missing = names.filter(name => !examined.list.names.includes(name))
  const at = site.path === '' ? 'the top' : site.path
  const place = locationOf(placed, line)
  const lines = place === undefined ? '' : spokenLines(place.line, place.line + lastLine - line)
  const isRenamed = kind === 'misspelt' && isList && site.list.form === 'absent'
  const command =
    isRenamed || missing.length === 0 || place?.isFile !== true
      ? {}
      : injectLine(
          placed.resource.identity,
          place,
          injectFlags(missing, registriesOf(examined), inventory.configuration),
        )
  const isElsewhere =
    missing.length === 0 ? `remove it${lines}` : `remove it${lines}, and list ${missing.join(', ')} at ${at}`
  return atSite(examined, line, {
    code: kind === 'misspelt' ? 'misspelt-key' : 'misplaced-list',
    severity,
    brief: kind === 'misspelt' ? 'imagePullSecrets is misspelt' : 'imagePullSecrets is in the wrong place',
    what: `${path} is not a field that Kubernetes reads`,
    remedy: isRenamed ? `rename ${path.split('.').at(-1)} to imagePullSecrets` : isElsewhere,
    ...command,
  })
}

/** The lines in words: ` (lines 9 to 10)`. */
function spokenLines(first: number, last: number): string {
  return first === last ? ` (line ${first})` : ` (lines ${first} to ${last})`
}

function accountFinding(
  examined: Examined,
  account: PlacedResource,
  { kind, path, line, lastLine, names, placeholder }: MisplacedList,
  context: CheckContext,
): readonly Finding[] {
  if (examined.list.origin !== 'service-account' || examined.list.names.length > 0) return []
  const image = examined.images.find(lacksCredential)
  const place = locationOf(account, line)
  const label = namespacedName(account.resource.identity.namespace, account.resource.identity.name)
  const { identity } = account.resource
  if (image !== undefined && placeholder !== undefined)
    return [
      {
        code: 'list-placeholder',
        severity: 'error',
        resource: identity,
        ...(place === undefined ? {} : { place }),
        brief: 'imagePullSecrets is a placeholder',
        what: commentedOut(`${path} of service account ${label}`, placeholder),
        remedy: REPLACE,
      },
    ]
  const { namespace } = examined.placed.resource.identity
  // Most Secrets that a ServiceAccount mounts are for other purposes.
  const meant = names.filter(
    name =>
      kind === 'misspelt' ||
      examined.images.some(
        ({ use }) =>
          attemptsFor(use.reference, [listedSecret(name, namespace, context)], context.now).length > 0,
      ),
  )
  if (image === undefined || meant.length === 0) return []
  const command =
    place?.isFile === true && account.place?.source === examined.placed.place?.source
      ? {
          command: injectLine(identity, place, [
            ...injectFlags(meant, registriesOf(examined), context.inventory.configuration),
            '--via',
            'serviceaccount',
          ]).command,
        }
      : {}
  const listed = meant.join(', ')
  return [
    {
      code: kind === 'misspelt' ? 'misspelt-key' : 'mounted-secret',
      severity: 'error',
      resource: identity,
      ...(place === undefined ? {} : { place }),
      brief:
        kind === 'misspelt'
          ? 'its service account has imagePullSecrets misspelt'
          : 'its service account only mounts the pull secret',
      what:
        kind === 'misspelt'
          ? `${path} of service account ${label} is not a field that Kubernetes reads`
          : `service account ${label} lists ${listed} under ${path}, which are only mounted: pods pull with imagePullSecrets`,
      remedy:
        kind === 'misspelt'
          ? `remove it${place === undefined ? '' : spokenLines(place.line, place.line + lastLine - line)}, and list ${listed} under imagePullSecrets`
          : `list ${listed} under imagePullSecrets too`,
      ...command,
    },
  ]
}

/** The hosts of the images. */
function registriesOf({ images }: Examined): readonly string[] {
  return [...new Set(images.map(({ registry }) => registry.host))]
}
