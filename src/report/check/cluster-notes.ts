import { groupBy } from '../../text/group-by.ts'
import type { Remark, UnreadableResource } from '../../check/cluster-summary.ts'
import { wrapAfter } from '../text-layout.ts'
import type { Layout } from '../text-layout.ts'
import { severityLabel } from '../paint.ts'
import { printable } from '../printable.ts'
import { enumerate } from '../wording.ts'

const MAX_LINES = 5

/**
 * The resources that could not be read, for people: a line for each namespace and reason, with commands that show what
 * is forbidden.
 */
export function unseenLines(
  unseen: readonly UnreadableResource[],
  { paint, columns }: Layout,
): readonly string[] {
  const groups = groupBy(unseen, ({ namespace, failure }) => JSON.stringify([namespace, failure]))
  return [...groups.values()].flatMap(group => {
    const commands = group.flatMap(({ command }) => command ?? [])
    return [
      ...wrapAfter(
        `${paint('yellow', 'not checked:')} `,
        printable(sentenceOfGroup(group)),
        columns,
        'not checked: '.length,
      ),
      ...commands.slice(0, MAX_LINES).map(command => `    ${paint('green', printable(command))}`),
      ...(commands.length > MAX_LINES ? [`    and ${commands.length - MAX_LINES} more`] : []),
    ]
  })
}

/** Remarks about a whole cluster, for people. */
export function remarkLines(remarks: readonly Remark[], { paint, columns }: Layout): readonly string[] {
  return remarks.flatMap(({ what, remedy, command }) => [
    ...wrapAfter(`${severityLabel('note', paint)} `, printable(what), columns, 'note: '.length),
    ...wrapAfter('  ', `${printable(remedy)}:`, columns),
    `    ${paint('green', printable(command))}`,
  ])
}

export function sentenceOfRemark({ what, remedy, command }: Remark): string {
  return `${what}; ${remedy}: ${command}`
}

/** `deployments.apps in namespace shop: forbidden (kubectl auth can-i list deployments.apps -n shop)`. */
export function sentenceOfUnseen(one: UnreadableResource): string {
  const { command } = one
  return (
    sentenceOfGroup([one]).replace(/; to see it, type:$/, '') + (command === undefined ? '' : `: ${command}`)
  )
}

function sentenceOfGroup(group: readonly UnreadableResource[]): string {
  const [first] = group
  if (first === undefined) return ''
  const names = [...new Set(group.map(({ resource }) => resource))]
  const shown =
    names.length > MAX_LINES ? [...names.slice(0, MAX_LINES), `${names.length - MAX_LINES} more`] : names
  const where = first.namespace === undefined ? '' : ` in namespace ${first.namespace}`
  const why = first.failure === undefined ? ': forbidden; to see it, type:' : `: ${first.failure}`
  return `${enumerate(shown)}${where}${why}`
}
