import { onlyFor } from '../../manifest/only.ts'
import { findSources, readSources } from '../../io/sources/sources.ts'
import type { InputContext } from '../../io/sources/sources.ts'
import { Kinds } from '../../kinds/kinds.ts'
import { readBy, readSource } from '../../manifest/read-document.ts'
import { splitList } from '../shared/arguments/flag-values.ts'

/**
 * The resources in files that have a place for pull secrets, in the form of `--only`. Skips files that cannot be read,
 * standard input and URLs, because the user waits for the completion.
 */
export async function resourcesInFiles(
  filenames: readonly string[],
  isRecursive: boolean,
  context: InputContext,
): Promise<readonly string[]> {
  const files = filenames.flatMap(splitList).filter(file => file !== '-' && !/^https?:/.test(file))
  const { found } = await readSources((await findSources({ filenames: files, isRecursive }, context)).found)
  const read = readBy(new Kinds())
  const names = new Set<string>()
  for (const source of found)
    for (const { resources } of (await readSource(source, () => () => true, read)).documents)
      for (const { identity, sites } of resources) {
        const name = sites.length === 0 ? undefined : onlyFor(identity)
        if (name !== undefined) names.add(name)
      }
  return [...names]
}
