import type { Diagnostic, ReportDiagnostic } from '../diagnostic.ts'
import type { RepeatedKey } from '../site.ts'
import { findMember, isNull, joinAddress, effectiveMembers } from '../syntax/node.ts'
import type { FoundMember, Mapping, Syntax, SyntaxNode } from '../syntax/node.ts'

/** A node that a path of the table leads to. */
export interface Reached {
  readonly node: SyntaxNode
  /** The path with item numbers: `spec.tasks[2].template.spec`. */
  readonly path: string
  /** Duplicate keys on the way. */
  readonly repeats: readonly RepeatedKey[]
}

/** One key of a path: the number of list levels after it, and whether the values of a map are entered. */
interface Step {
  readonly key: string
  readonly lists: number
  readonly isOfValues: boolean
}

/** The steps of a path. Paths are few and short, so parsing them each time is cheap. */
function stepsOf(path: string): readonly Step[] {
  return path === '' ? [] : path.split('.').map(stepOf)
}

function stepOf(text: string): Step {
  const isOfValues = text.endsWith('{}')
  let key = isOfValues ? text.slice(0, -'{}'.length) : text
  let lists = 0
  for (; key.endsWith('[]'); lists += 1) key = key.slice(0, -'[]'.length)
  return { key, lists, isOfValues }
}

/**
 * Follows a path of the table of kinds (`spec.tasks[].template.spec`) to every node that it leads to. Missing or null
 * values end a branch. A scalar in the middle of the path is reported.
 */
export function walk(
  syntax: Syntax,
  from: Reached,
  path: string,
  report: ReportDiagnostic,
): readonly Reached[] {
  let reached: readonly Reached[] = [from]
  for (const step of stepsOf(path)) {
    const next: Reached[] = []
    for (const at of reached) follow(syntax, at, step, report, next)
    reached = next
  }
  return reached
}

function follow(syntax: Syntax, at: Reached, step: Step, report: ReportDiagnostic, reached: Reached[]): void {
  const map = mappingAt(syntax, at, report)
  const found = map === undefined ? undefined : findMember(map, step.key)
  if (found === undefined || isNull(found.member.value)) return
  let entered: readonly Reached[] = [enter(syntax, at, found)]
  for (let left = step.lists; left > 0; left -= 1)
    entered = entered.flatMap(next => itemsOf(syntax, next, report))
  if (step.isOfValues) entered = entered.flatMap(next => valuesOf(syntax, next, report))
  reached.push(...entered)
}

function enter(syntax: Syntax, from: Reached, found: FoundMember): Reached {
  const repeated = repeatedKey(syntax, found)
  return {
    node: found.member.value,
    path: joinAddress(from.path, found.member.key),
    repeats: repeated === undefined ? from.repeats : [...from.repeats, repeated],
  }
}

function itemsOf(syntax: Syntax, at: Reached, report: ReportDiagnostic): readonly Reached[] {
  if (at.node.type !== 'sequence') {
    report(mismatch(syntax, at.node, at.path, 'a list'))
    return []
  }
  return at.node.items.flatMap(({ node }, index) =>
    isNull(node) ? [] : [{ node, path: `${at.path}[${index}]`, repeats: at.repeats }],
  )
}

function valuesOf(syntax: Syntax, at: Reached, report: ReportDiagnostic): readonly Reached[] {
  const map = mappingAt(syntax, at, report)
  if (map === undefined) return []
  return effectiveMembers(map).flatMap(found =>
    isNull(found.member.value) ? [] : [enter(syntax, at, found)],
  )
}

function mappingAt(syntax: Syntax, { node, path }: Reached, report: ReportDiagnostic): Mapping | undefined {
  if (node.type === 'mapping') return node
  report(mismatch(syntax, node, path, 'a mapping'))
  return undefined
}

export function mismatch({ lines }: Syntax, node: SyntaxNode, path: string, expected: string): Diagnostic {
  const found = node.type === 'mapping' ? 'a mapping' : node.type === 'sequence' ? 'a list' : 'a single value'
  return {
    line: lines.number(node.start),
    code: 'wrong-type',
    what: `${path === '' ? 'the document' : path} is ${found}, and must be ${expected}`,
    remedy: `write ${expected}, or remove it`,
  }
}

/** The duplicates of a key, if it has any. kubectl reads the last one. */
export function repeatedKey({ lines }: Syntax, { owner, member }: FoundMember): RepeatedKey | undefined {
  const first = owner.members.find(({ key, isMerge }) => key === member.key && !isMerge)
  if (first === member) return undefined
  const all = owner.members.filter(({ key, isMerge }) => key === member.key && !isMerge)
  return { key: member.key, lines: all.map(({ start }) => lines.number(start)) }
}
