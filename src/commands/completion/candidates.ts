import { namesInCluster } from '../../io/completion/cluster-names.ts'
import type { InputContext } from '../../io/sources/sources.ts'
import type { Flag } from '../shared/arguments/flag.ts'
import type { WordsRead } from './words.ts'

/** Cobra's directives for the shell: what to do with the candidates (cobra `completions.go`). */
const DIRECTIVE = { files: 0, onlyCandidates: 4, filesOfExtensions: 8, folders: 16 } as const

export interface Completion {
  readonly candidates: readonly (readonly [word: string, description?: string])[]
  readonly directive: number
}

const MANIFEST_FILES: Completion = {
  candidates: [['json'], ['yaml'], ['yml']],
  directive: DIRECTIVE.filesOfExtensions,
}

/** Candidates for the value of a flag. `part`: the typed beginning of the value. */
export async function completeValue(
  flag: Flag,
  part: string,
  { connection, filenames, isRecursive }: WordsRead,
  shell: InputContext,
): Promise<Completion> {
  const { completion } = flag
  if (completion === 'manifests') return MANIFEST_FILES
  if (completion === 'resources') {
    const { resourcesInFiles } = await import('./resources-in-files.ts')
    const names = await resourcesInFiles(filenames, isRecursive, shell)
    return completeFrom(
      names.map(name => [name] as const),
      part,
    )
  }
  if (completion !== undefined) {
    const host = part.slice(0, part.lastIndexOf('=') + 1) // --secret HOST=NAME
    const names = await namesInCluster(completion, connection, shell)
    const words = names.map(name => [host + name] as const)
    return completeFrom(words, part)
  }
  if (flag.placeholder === 'DIR') return { candidates: [], directive: DIRECTIVE.folders }
  if (/^(?:FILE|PATH)$/.test(flag.placeholder)) return { candidates: [], directive: DIRECTIVE.files }
  const choices = flag.choices.map(choice => [choice] as const)
  return completeFrom(choices, part)
}

/** The candidates that begin with `part`, without file names. */
export function completeFrom(candidates: Completion['candidates'], part: string): Completion {
  return {
    candidates: candidates.filter(([word]) => word.startsWith(part)),
    directive: DIRECTIVE.onlyCandidates,
  }
}
