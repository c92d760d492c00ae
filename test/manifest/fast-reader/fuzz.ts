import { compareReaders } from './agreement.ts'
import { mutate, randomFrom } from './mutation.ts'
import { fixtureDocuments, generatedDocuments } from './seeds.ts'

export interface FuzzRun {
  readonly seed: number
  readonly runs: number
  /** Inputs that the outline answered. */
  readonly answered: number
  /** Inputs on which the two readers differ. */
  readonly differences: readonly { readonly text: string; readonly difference: string }[]
}

/** Mutates documents and compares the two readers on each, which must agree wherever the outline is sure. */
export function fuzz(seed: number, runs: number): FuzzRun {
  const random = randomFrom(seed)
  const generated = generatedDocuments(seed, Math.min(200, Math.ceil(runs / 30)))
  const documents = [...fixtureDocuments(), ...generated].filter(text => text.length < 4000)
  const differences: { text: string; difference: string }[] = []
  let answered = 0
  for (let run = 0; run < runs; run += 1) {
    const text = mutate(documents[random(documents.length)] ?? '', random)
    const agreement = compareReaders(text)
    if (agreement === 'unsure') continue
    answered += 1
    if (agreement !== 'same') differences.push({ text, difference: agreement.difference })
  }
  return { seed, runs, answered, differences }
}
