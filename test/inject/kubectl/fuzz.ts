import { randomFrom } from '../../manifest/fast-reader/mutation.ts'
import { judge } from './judge.ts'
import type { Judgement } from './judge.ts'
import { OddYaml } from './odd-yaml.ts'

const BATCH = 600

/** Writes distinct documents of odd YAML, and has kubectl judge what inject makes of them. */
export async function fuzzAgainstKubectl(kubectl: string, seed: number, runs: number): Promise<Judgement> {
  const odd = new OddYaml(randomFrom(seed))
  const seen = new Set<string>()
  const refused = new Map<string, number>()
  const differences: { text: string; difference: string }[] = []
  let read = 0
  while (seen.size < runs) {
    const texts: string[] = []
    while (texts.length < Math.min(BATCH, runs - seen.size + texts.length) && texts.length < BATCH) {
      const text = odd.document(texts.length)
      if (seen.has(text)) continue
      seen.add(text)
      texts.push(text)
      if (seen.size >= runs) break
    }
    const judged = await judge(kubectl, texts)
    read += judged.read
    for (const [problem, count] of judged.refused) refused.set(problem, (refused.get(problem) ?? 0) + count)
    differences.push(...judged.differences)
  }
  return { read, refused, differences }
}
